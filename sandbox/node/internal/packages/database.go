package packages

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// installed is a stanza of /var/lib/dpkg/status.
type installed struct {
	name, version string
	held          bool
}

func (i installed) status() string {
	if i.held {
		return "hold ok installed"
	}
	return "install ok installed"
}

// database is /var/lib/dpkg/status in its real form, so that a real dpkg-query would read it too.
type database struct{ root string }

func (d database) path() string { return filepath.Join(d.root, "var/lib/dpkg/status") }

func (d database) read() (map[string]installed, error) {
	content, err := os.ReadFile(d.path())
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]installed{}, nil
	}
	if err != nil {
		return nil, err
	}
	known := map[string]installed{}
	for _, stanza := range strings.Split(string(content), "\n\n") {
		var entry installed
		for _, line := range strings.Split(stanza, "\n") {
			name, value, _ := strings.Cut(line, ": ")
			switch name {
			case "Package":
				entry.name = value
			case "Version":
				entry.version = value
			case "Status":
				entry.held = strings.HasPrefix(value, "hold")
			}
		}
		if entry.name != "" {
			known[entry.name] = entry
		}
	}
	return known, nil
}

func (d database) write(known map[string]installed) error {
	var text strings.Builder
	for _, name := range sortedNames(known) {
		entry := known[name]
		fmt.Fprintf(&text, "Package: %s\nStatus: %s\nPriority: optional\nSection: admin\nMaintainer: sandbox stand-in\nArchitecture: amd64\nVersion: %s\nDescription: stand-in of the sandbox\n\n",
			entry.name, entry.status(), entry.version)
	}
	if err := os.MkdirAll(filepath.Dir(d.path()), 0o755); err != nil {
		return err
	}
	fresh := d.path() + "-new"
	if err := os.WriteFile(fresh, []byte(text.String()), 0o644); err != nil {
		return err
	}
	return os.Rename(fresh, d.path())
}

func sortedNames[V any](from map[string]V) []string {
	names := make([]string, 0, len(from))
	for name := range from {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Seed writes what an Ubuntu image has installed already.
func Seed(root string) error {
	known := map[string]installed{}
	for name, version := range preinstalled {
		known[name] = installed{name: name, version: version}
	}
	return database{root}.write(known)
}
