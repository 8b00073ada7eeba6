package unit

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
)

func isActive(m *Manager, name string, request Request, reply *Reply) {
	state, _, _, _ := m.Status(name)
	if !request.Quiet {
		reply.out(string(state))
	}
	if state != Active {
		reply.Code = 3
	}
}

func isFailed(m *Manager, name string, request Request, reply *Reply) {
	state, _, _, _ := m.Status(name)
	if !request.Quiet {
		reply.out(string(state))
	}
	if state != Failed {
		reply.Code = 1
	}
}

func isEnabled(m *Manager, name string, request Request, reply *Reply) {
	enablement, err := Enablement(m.root, name)
	if err != nil {
		reply.fail(1, fmt.Sprintf("Failed to get unit file state for %s: No such file or directory", name))
		return
	}
	if !request.Quiet {
		reply.out(enablement)
	}
	if enablement != "enabled" && enablement != "static" {
		reply.Code = 1
	}
}

func status(m *Manager, name string, _ Request, reply *Reply) {
	file, err := Load(m.root, name)
	if errors.Is(err, ErrNotFound) {
		reply.fail(4, "Unit "+name+" could not be found.")
		return
	}
	state, pid, result, restarts := m.Status(name)
	description, enablement := "", "masked"
	if file != nil {
		description = file.Last("Unit.Description", name)
		enablement, _ = Enablement(m.root, name) // the unit was just loaded
	}
	reply.out("● " + name + " - " + description)
	reply.out("     Loaded: loaded (" + enablement + ")")
	reply.out(fmt.Sprintf("     Active: %s (restarts: %d; last process: %s)", state, restarts, orNone(result)))
	if pid > 0 {
		reply.out(fmt.Sprintf("   Main PID: %d", pid))
	}
	if state != Active {
		reply.Code = 3
	}
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func printUnit(m *Manager, name string, _ Request, reply *Reply) {
	file, err := Load(m.root, name)
	if err != nil {
		reply.fail(1, "No files found for "+name+".")
		return
	}
	content, err := os.ReadFile(file.Path)
	if err != nil {
		reply.fail(1, err.Error())
		return
	}
	reply.out("# " + file.Path)
	reply.Stdout += string(content)
}

func verbs() string {
	names := []string{"daemon-reload"}
	for name := range reading {
		names = append(names, name)
	}
	for name := range changing {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}
