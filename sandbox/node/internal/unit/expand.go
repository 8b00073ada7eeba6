package unit

import (
	"fmt"
	"os"
	"strings"
)

// environment collects Environment= and EnvironmentFile= (a leading - makes the file optional).
func (f *File) environment() (map[string]string, error) {
	variables := map[string]string{"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
	for _, line := range f.All("Service.Environment") {
		words, err := split(line)
		if err != nil {
			return nil, err
		}
		for _, word := range words {
			name, value, _ := strings.Cut(word, "=")
			variables[name] = value
		}
	}
	for _, path := range f.All("Service.EnvironmentFile") {
		if err := readEnvironment(path, variables); err != nil {
			return nil, err
		}
	}
	return variables, nil
}

func readEnvironment(path string, into map[string]string) error {
	optional := strings.HasPrefix(path, "-")
	content, err := os.ReadFile(strings.TrimPrefix(path, "-"))
	if err != nil {
		if optional {
			return nil
		}
		return fmt.Errorf("environment file: %w", err)
	}
	for _, line := range strings.Split(string(content), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		name, value, _ := strings.Cut(line, "=")
		into[strings.TrimSpace(name)] = unquote(strings.TrimSpace(value))
	}
	return nil
}

func unquote(value string) string {
	if len(value) >= 2 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
		return value[1 : len(value)-1]
	}
	return value
}

// command splits an ExecStart line and expands it: a word that is just $NAME becomes several words, ${NAME} inside a
// word stays one.
func command(line string, variables map[string]string) ([]string, error) {
	words, err := split(strings.TrimLeft(line, "-+!@:"))
	if err != nil {
		return nil, err
	}
	var expanded []string
	for _, word := range words {
		if name, bare := strings.CutPrefix(word, "$"); bare && !strings.HasPrefix(name, "{") {
			expanded = append(expanded, strings.Fields(variables[name])...)
			continue
		}
		expanded = append(expanded, braces(word, variables))
	}
	if len(expanded) == 0 {
		return nil, fmt.Errorf("empty command %q", line)
	}
	return expanded, nil
}

func braces(word string, variables map[string]string) string {
	for name, value := range variables {
		word = strings.ReplaceAll(word, "${"+name+"}", value)
	}
	return word
}

// split separates words at blanks outside quotes.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case quote == 0 && (r == ' ' || r == '\t'):
			if open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("unbalanced quotes in %q", line)
	}
	if open {
		words = append(words, word.String())
	}
	return words, nil
}
