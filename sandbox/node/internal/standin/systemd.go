package standin

import (
	"fmt"
	"os"
	"strings"

	"clusterline.io/sandbox/node/internal/unit"
)

// systemctl asks the host's first process.
func systemctl(arguments []string) int {
	request := unit.Request{}
	for _, argument := range arguments {
		switch {
		case argument == "--now":
			request.Now = true
		case argument == "-q" || argument == "--quiet":
			request.Quiet = true
		case argument == "--version":
			fmt.Println("systemd 249 (clusterline sandbox stand-in)")
			return 0
		case strings.HasPrefix(argument, "-"): // --no-pager, --no-block … change nothing here
		case request.Verb == "":
			request.Verb = argument
		default:
			request.Units = append(request.Units, argument)
		}
	}
	reply, err := unit.Call(unit.Socket, request)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprint(os.Stdout, reply.Stdout)
	fmt.Fprint(os.Stderr, reply.Stderr)
	return reply.Code
}
