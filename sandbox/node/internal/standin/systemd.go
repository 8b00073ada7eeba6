package standin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/cloudinit"
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

// journalctl prints the end of a unit's log file: -u UNIT [-n LINES].
func journalctl(arguments []string) int {
	name, lines := "", 0
	for i := 0; i < len(arguments); i++ {
		switch argument := arguments[i]; {
		case (argument == "-u" || argument == "--unit") && i+1 < len(arguments):
			i++
			name = arguments[i]
		case strings.HasPrefix(argument, "--unit="):
			name = strings.TrimPrefix(argument, "--unit=")
		case strings.HasPrefix(argument, "-u"):
			name = argument[2:]
		case (argument == "-n" || argument == "--lines") && i+1 < len(arguments):
			i++
			lines, _ = strconv.Atoi(arguments[i]) // "all" and nonsense print everything
		case strings.HasPrefix(argument, "--lines="):
			lines, _ = strconv.Atoi(strings.TrimPrefix(argument, "--lines="))
		}
	}
	if name == "" {
		fmt.Fprintln(os.Stderr, "journalctl: the sandbox keeps a log per unit: give -u UNIT")
		return 1
	}
	if err := printTail("/var/log/"+strings.TrimSuffix(name, ".service")+".log", lines, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func printTail(path string, lines int, out io.Writer) error {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		_, err = fmt.Fprintln(out, "-- No entries --")
		return err
	}
	if err != nil {
		return err
	}
	all := strings.SplitAfter(string(content), "\n")
	if lines > 0 && len(all) > lines+1 {
		all = all[len(all)-lines-1:]
	}
	_, err = io.WriteString(out, strings.Join(all, ""))
	return err
}

// hostnamectl has set-hostname NAME, hostname [NAME] and the plain form.
func hostnamectl(arguments []string) int {
	words := withoutOptions(arguments)
	if len(words) == 2 && (words[0] == "set-hostname" || words[0] == "hostname") {
		if err := unix.Sethostname([]byte(words[1])); err != nil {
			fmt.Fprintf(os.Stderr, "Could not set static hostname: %v\n", err)
			return 1
		}
		if err := os.WriteFile("/etc/hostname", []byte(words[1]+"\n"), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	name, err := os.Hostname()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if len(words) == 1 && words[0] == "hostname" {
		fmt.Println(name)
		return 0
	}
	fmt.Printf(" Static hostname: %s\n         Chassis: vm\n  Virtualization: clusterline sandbox\n", name)
	return 0
}

// timedatectl has set-timezone ZONE, set-ntp and the plain form.
func timedatectl(arguments []string) int {
	words := withoutOptions(arguments)
	if len(words) == 2 && words[0] == "set-timezone" {
		if err := cloudinit.SetTimezone("/", words[1]); err != nil {
			fmt.Fprintf(os.Stderr, "Failed to set time zone: %v\n", err)
			return 1
		}
		return 0
	}
	if len(words) == 2 && words[0] == "set-ntp" {
		return 0 // the host has the machine's clock
	}
	zone, err := os.ReadFile("/etc/timezone")
	if err != nil {
		zone = []byte("Etc/UTC")
	}
	fmt.Printf("                Time zone: %s\nSystem clock synchronized: yes\n              NTP service: active\n", strings.TrimSpace(string(zone)))
	return 0
}

func withoutOptions(arguments []string) []string {
	var words []string
	for _, argument := range arguments {
		if !strings.HasPrefix(argument, "-") {
			words = append(words, argument)
		}
	}
	return words
}
