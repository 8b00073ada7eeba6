package packages

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// options takes apt's options that matter here and passes over those that do not.
func (a *apt) options(arguments []string) ([]string, error) {
	var words []string
	for i := 0; i < len(arguments); i++ {
		argument := arguments[i]
		switch {
		case argument == "-o" || argument == "--option":
			if i++; i == len(arguments) {
				return nil, errors.New("E: Option -o: Configuration item specification must have an =<val>.")
			}
			if err := a.set(arguments[i]); err != nil {
				return nil, err
			}
		case strings.HasPrefix(argument, "--option="):
			if err := a.set(strings.TrimPrefix(argument, "--option=")); err != nil {
				return nil, err
			}
		case strings.HasPrefix(argument, "-o"):
			if err := a.set(argument[2:]); err != nil {
				return nil, err
			}
		case argument == "--allow-change-held-packages":
			a.allow = true
		case strings.HasPrefix(argument, "-"): // -y, -q, --no-install-recommends …
		default:
			words = append(words, argument)
		}
	}
	return words, nil
}

func (a *apt) set(item string) error {
	name, value, found := strings.Cut(item, "=")
	if !found {
		return errors.New("E: Option -o: Configuration item specification must have an =<val>.")
	}
	if strings.EqualFold(name, "DPkg::Lock::Timeout") {
		seconds, err := time.ParseDuration(value + "s")
		if err != nil {
			return fmt.Errorf("E: DPkg::Lock::Timeout: %q is not a number of seconds", value)
		}
		if seconds < 0 {
			seconds = 365 * 24 * time.Hour // apt waits for ever
		}
		a.timeout = seconds
	}
	return nil
}
