package packages

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// AptMark is the program apt-mark: hold, unhold, showhold.
func AptMark(arguments []string) int {
	return finish(aptMark(database{"/"}, arguments, os.Stdout), 100)
}

func finish(err error, code int) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return code
	}
	return 0
}

func aptMark(d database, arguments []string, out io.Writer) error {
	known, err := d.read()
	if err != nil {
		return err
	}
	if len(arguments) == 0 {
		return fmt.Errorf("E: No packages found")
	}
	switch arguments[0] {
	case "showhold":
		for _, name := range sortedNames(known) {
			if known[name].held {
				fmt.Fprintln(out, name)
			}
		}
		return nil
	case "hold", "unhold":
		return mark(d, known, arguments[1:], arguments[0] == "hold", out)
	}
	return fmt.Errorf("E: Invalid operation %s", arguments[0])
}

func mark(d database, known map[string]installed, names []string, held bool, out io.Writer) error {
	for _, name := range names {
		entry, there := known[name]
		if !there {
			return fmt.Errorf("E: Unable to locate package %s\nE: No packages found", name)
		}
		switch {
		case entry.held == held && held:
			fmt.Fprintf(out, "%s was already set on hold.\n", name)
		case entry.held == held:
			fmt.Fprintf(out, "%s was already not on hold.\n", name)
		case held:
			fmt.Fprintf(out, "%s set on hold.\n", name)
		default:
			fmt.Fprintf(out, "Canceled hold on %s.\n", name)
		}
		entry.held = held
		known[name] = entry
	}
	return d.write(known)
}

// DpkgQuery is the program dpkg-query: -W [-f FORMAT] [NAME…], -s NAME…, -l [NAME…].
func DpkgQuery(arguments []string) int {
	return finish(dpkgQuery(database{"/"}, arguments, os.Stdout), 1)
}

// Dpkg is the program dpkg, as far as it asks and does not change.
func Dpkg(arguments []string) int {
	if len(arguments) == 1 && arguments[0] == "--print-architecture" {
		fmt.Println("amd64")
		return 0
	}
	if len(arguments) > 0 && arguments[0] == "--configure" {
		return finish(finishInterrupted("/"), 1)
	}
	if len(arguments) > 0 && arguments[0] == "--audit" {
		return 0 // nothing is ever half installed here
	}
	return DpkgQuery(arguments)
}

func dpkgQuery(d database, arguments []string, out io.Writer) error {
	known, err := d.read()
	if err != nil {
		return err
	}
	action, format, names := "", "${binary:Package}\t${Version}\n", []string{}
	for i := 0; i < len(arguments); i++ {
		switch argument := arguments[i]; {
		case argument == "-W" || argument == "--show" || argument == "-s" || argument == "--status" || argument == "-l" || argument == "--list":
			action = argument
		case argument == "-f" && i+1 < len(arguments):
			i++
			format = arguments[i]
		case strings.HasPrefix(argument, "--showformat="):
			format = strings.TrimPrefix(argument, "--showformat=")
		case strings.HasPrefix(argument, "-f="):
			format = strings.TrimPrefix(argument, "-f=")
		case strings.HasPrefix(argument, "-f"):
			format = argument[2:]
		default:
			names = append(names, argument)
		}
	}
	return show(known, action, format, names, out)
}

func show(known map[string]installed, action, format string, names []string, out io.Writer) error {
	if action == "" {
		return fmt.Errorf("dpkg-query: error: need an action option")
	}
	if len(names) == 0 {
		names = sortedNames(known)
	}
	var missing []string
	for _, name := range names {
		entry, there := known[name]
		switch {
		case !there && (action == "-s" || action == "--status"):
			missing = append(missing, fmt.Sprintf("dpkg-query: package '%s' is not installed and no information is available", name))
		case !there:
			missing = append(missing, "dpkg-query: no packages found matching "+name)
		case action == "-W" || action == "--show":
			fmt.Fprint(out, expand(format, entry))
		case action == "-l" || action == "--list":
			fmt.Fprintf(out, "%ci  %s  %s  amd64  stand-in of the sandbox\n", entry.status()[0], entry.name, entry.version)
		default:
			fmt.Fprintf(out, "Package: %s\nStatus: %s\nVersion: %s\n", entry.name, entry.status(), entry.version)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s", strings.Join(missing, "\n"))
	}
	return nil
}

func expand(format string, entry installed) string {
	words := strings.Fields(entry.status())
	return strings.NewReplacer(
		"${Package}", entry.name, "${binary:Package}", entry.name, "${Version}", entry.version,
		"${Status}", entry.status(), "${db:Status-Want}", words[0], "${db:Status-Status}", words[2],
		"${db:Status-Abbrev}", string(entry.status()[0])+"i ", `\n`, "\n", `\t`, "\t",
	).Replace(format)
}
