package standin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

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
