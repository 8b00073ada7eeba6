package cloudinit

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const pollEvery = 100 * time.Millisecond // the original polls each 250 ms

// summary is what `cloud-init status` tells.
type summary struct {
	Status      string              `json:"status"`
	Extended    string              `json:"extended_status"`
	BootStatus  string              `json:"boot_status_code"`
	Detail      string              `json:"detail"`
	Datasource  string              `json:"datasource"`
	Errors      []string            `json:"errors"`
	Recoverable map[string][]string `json:"recoverable_errors"`
	LastUpdate  string              `json:"last_update"`
}

func summarise(root string) (summary, error) {
	current, err := readRecord(root)
	if err != nil {
		return summary{}, err
	}
	told := summary{BootStatus: "enabled-by-generator", Datasource: "ec2", Detail: "DataSourceEc2Local",
		Errors: current.errors(), Recoverable: current.recoverable(), LastUpdate: lastUpdate(root)}
	_, unfinished := os.Stat(resultPath(root))
	switch {
	case current.Stage == nil && current.Stages["init"].Start == nil:
		told.Status = "not started"
	case unfinished != nil:
		told.Status = "running"
	case len(told.Errors) > 0:
		told.Status = "error"
	default:
		told.Status = "done"
	}
	told.Extended = told.Status
	if len(told.Recoverable) > 0 && told.Status != "not started" {
		told.Extended = "degraded " + told.Status
	}
	return told, nil
}

func lastUpdate(root string) string {
	info, err := os.Stat(statusPath(root))
	if err != nil {
		return ""
	}
	return info.ModTime().UTC().Format(time.RFC1123Z)
}

func (s summary) unfinished() bool { return s.Status == "running" || s.Status == "not started" }

// exitCode is 1 for an error, 2 for a recoverable one, as cloud-init since 23.4.
func (s summary) exitCode() int {
	switch {
	case s.Status == "error":
		return 1
	case len(s.Recoverable) > 0:
		return 2
	}
	return 0
}

// status is `cloud-init status`.
func status(root string, arguments []string, out io.Writer) (int, error) {
	wait, format, err := statusOptions(arguments)
	if err != nil {
		return 2, err
	}
	told, err := summarise(root)
	for wait && err == nil && told.unfinished() {
		if format == "tabular" {
			fmt.Fprint(out, ".")
		}
		time.Sleep(pollEvery)
		if told, err = summarise(root); format == "tabular" && err == nil && !told.unfinished() {
			fmt.Fprintln(out)
		}
	}
	if err != nil {
		return 1, err
	}
	return told.exitCode(), told.print(format, out)
}

func statusOptions(arguments []string) (wait bool, format string, err error) {
	format = "tabular"
	for i := 0; i < len(arguments); i++ {
		switch argument := arguments[i]; {
		case argument == "--wait" || argument == "-w":
			wait = true
		case argument == "--long" || argument == "-l":
			format = "long"
		case argument == "--format" && i+1 < len(arguments):
			i++
			format = arguments[i]
		case strings.HasPrefix(argument, "--format="):
			format = strings.TrimPrefix(argument, "--format=")
		default:
			return false, "", fmt.Errorf("cloud-init: error: unrecognized arguments: %s", argument)
		}
	}
	return wait, format, nil
}

func (s summary) print(format string, out io.Writer) error {
	switch format {
	case "json":
		content, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n", content)
		return err
	case "tabular":
		_, err := fmt.Fprintf(out, "status: %s\n", s.Status)
		return err
	case "long":
		return s.printLong(out)
	}
	return fmt.Errorf("cloud-init: error: argument --format: invalid choice: %q (choose from 'json', 'tabular', 'long')", format)
}

func (s summary) printLong(out io.Writer) error {
	_, err := fmt.Fprintf(out, "status: %s\nextended_status: %s\nboot_status_code: %s\nlast_update: %s\ndetail: %s\nerrors:%s\nrecoverable_errors:",
		s.Status, s.Extended, s.BootStatus, s.LastUpdate, s.Detail, bullets(s.Errors))
	if err != nil {
		return err
	}
	if len(s.Recoverable) == 0 {
		_, err = fmt.Fprintln(out, " {}")
		return err
	}
	for level, messages := range s.Recoverable {
		if _, err := fmt.Fprintf(out, "\n%s:%s", level, bullets(messages)); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(out)
	return err
}

func bullets(lines []string) string {
	if len(lines) == 0 {
		return " []"
	}
	return "\n\t- " + strings.Join(lines, "\n\t- ")
}
