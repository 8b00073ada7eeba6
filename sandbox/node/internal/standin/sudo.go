package standin

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// sudoCall is what a command line of sudo asks for.
type sudoCall struct {
	target   string
	shell    bool // -s or -i
	login    bool // -i
	keep     bool // -E
	validate bool // -v, -l, -k
	settings []string
	command  []string
}

// sudo runs a command as another user for those whom /etc/sudoers.d lets do so without a password; there is no
// password in a cloud image that one could give. The file is setuid root: nothing is trusted but the kernel's ids.
func sudo(arguments []string) int {
	call, err := parseSudo(arguments)
	if err == nil {
		err = call.run()
	}
	fmt.Fprintln(os.Stderr, "sudo:", err) // a success does not return
	return 1
}

func parseSudo(arguments []string) (sudoCall, error) {
	call := sudoCall{target: "root"}
	for i := 0; i < len(arguments); i++ {
		argument := arguments[i]
		switch {
		case argument == "--":
			call.command = arguments[i+1:]
			return call, nil
		case argument == "-u" || argument == "--user" || argument == "-g" || argument == "-p":
			if i++; i == len(arguments) {
				return call, fmt.Errorf("option requires an argument -- '%s'", argument)
			}
			if argument == "-u" || argument == "--user" {
				call.target = arguments[i]
			}
		case strings.HasPrefix(argument, "--user="):
			call.target = strings.TrimPrefix(argument, "--user=")
		case strings.HasPrefix(argument, "--preserve-env"):
			call.keep = true
		case strings.HasPrefix(argument, "--"): // --non-interactive, --set-home …
		case strings.HasPrefix(argument, "-"):
			if err := call.letters(argument[1:]); err != nil {
				return call, err
			}
		case strings.Contains(argument, "="):
			call.settings = append(call.settings, argument)
		default:
			call.command = arguments[i:]
			return call, nil
		}
	}
	return call, nil
}

func (c *sudoCall) letters(letters string) error {
	for _, letter := range letters {
		switch letter {
		case 'n', 'H', 'S', 'b', 'A', 'P':
		case 'E':
			c.keep = true
		case 's':
			c.shell = true
		case 'i':
			c.shell, c.login = true, true
		case 'v', 'l', 'k', 'K':
			c.validate = true
		default:
			return fmt.Errorf("invalid option -- '%c'", letter)
		}
	}
	return nil
}

func (c *sudoCall) run() error {
	caller, err := user.LookupId(strconv.Itoa(os.Getuid()))
	if err != nil {
		return errors.New("you do not exist in the passwd database")
	}
	if os.Getuid() != 0 {
		if err := permitted(caller.Username); err != nil {
			return err
		}
	}
	if c.validate && len(c.command) == 0 {
		os.Exit(0)
	}
	target, err := user.Lookup(c.target)
	if err != nil {
		return fmt.Errorf("unknown user %s", c.target)
	}
	if len(c.command) == 0 && !c.shell {
		return errors.New("usage: sudo [-EHnSiks] [-u user] [VAR=value] command")
	}
	return c.execute(caller, target)
}

// permitted looks for a rule "NAME ALL=(ALL…) NOPASSWD:ALL".
func permitted(name string) error {
	paths, err := filepath.Glob("/etc/sudoers.d/*")
	if err != nil {
		return err
	}
	listed := false
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			rule := strings.Join(strings.Fields(lines.Text()), " ")
			if !strings.HasPrefix(rule, name+" ALL=") {
				continue
			}
			listed = true
			if strings.HasSuffix(strings.ReplaceAll(rule, " ", ""), "NOPASSWD:ALL") {
				return nil
			}
		}
	}
	if listed {
		return errors.New("a password is required")
	}
	return fmt.Errorf("%s is not in the sudoers file.", name)
}
