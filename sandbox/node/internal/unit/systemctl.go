package unit

import (
	"errors"
	"fmt"
	"strings"
)

// Request is one call of systemctl, without its options except those that matter.
type Request struct {
	Verb  string   `json:"verb"`
	Units []string `json:"units,omitempty"`
	Now   bool     `json:"now,omitempty"`
	Quiet bool     `json:"quiet,omitempty"`
	Root  bool     `json:"-"` // whether the caller is root: only root may change something
}

// Reply is what systemctl prints, and its exit code.
type Reply struct {
	Code   int    `json:"code"`
	Stdout string `json:"stdout,omitempty"`
	Stderr string `json:"stderr,omitempty"`
}

func (r *Reply) out(line string) {
	if line != "" {
		r.Stdout += line + "\n"
	}
}

func (r *Reply) fail(code int, line string) {
	r.Code = code
	r.Stderr += line + "\n"
}

type verb func(m *Manager, name string, request Request, reply *Reply)

var reading = map[string]verb{"is-active": isActive, "is-failed": isFailed, "is-enabled": isEnabled, "status": status, "cat": printUnit}

var changing = map[string]verb{
	"start": start, "stop": stop, "restart": restart, "try-restart": tryRestart, "reload": reload, "reload-or-restart": reloadOrRestart,
	"enable": enable, "disable": disable, "mask": mask, "unmask": unmask, "reset-failed": func(*Manager, string, Request, *Reply) {},
}

// Handle answers one call.
func (m *Manager) Handle(request Request) Reply {
	var reply Reply
	if request.Verb == "daemon-reload" || request.Verb == "daemon-reexec" {
		return reply // units are read whenever they are used
	}
	act, known := reading[request.Verb]
	if !known {
		act, known = changing[request.Verb]
		if known && !request.Root {
			reply.fail(1, "Failed to "+request.Verb+": Interactive authentication required.")
			return reply
		}
	}
	switch {
	case !known:
		reply.fail(1, "Unknown command verb "+request.Verb+" (the sandbox's systemctl has: "+verbs()+").")
	case len(request.Units) == 0:
		reply.fail(1, "Too few arguments.")
	}
	if reply.Code == 0 {
		for _, name := range request.Units {
			act(m, FullName(name), request, &reply)
		}
	}
	return reply
}

// FullName adds .service to a name without a suffix.
func FullName(name string) string {
	if strings.Contains(name, ".") {
		return name
	}
	return name + ".service"
}

func start(m *Manager, name string, _ Request, reply *Reply) {
	report(m.Start(name), "start", name, reply)
}

func stop(m *Manager, name string, _ Request, reply *Reply) {
	report(m.Stop(name), "stop", name, reply)
}

func restart(m *Manager, name string, _ Request, reply *Reply) {
	if err := m.Stop(name); err != nil {
		report(err, "restart", name, reply)
		return
	}
	report(m.Start(name), "restart", name, reply)
}

func tryRestart(m *Manager, name string, request Request, reply *Reply) {
	if state, _, _, _ := m.Status(name); state == Active || state == Activating {
		restart(m, name, request, reply)
	}
}

// reload runs ExecReload; a unit that has none cannot reload.
func reload(m *Manager, name string, _ Request, reply *Reply) {
	file, err := Load(m.root, name)
	if err == nil && file.Last("Service.ExecReload", "") == "" {
		reply.fail(3, fmt.Sprintf("Failed to reload %s: Job type reload is not applicable for unit %s.", name, name))
		return
	}
	if err == nil {
		err = m.Reload(name)
	}
	report(err, "reload", name, reply)
}

func reloadOrRestart(m *Manager, name string, request Request, reply *Reply) {
	file, err := Load(m.root, name)
	state, _, _, _ := m.Status(name)
	if err == nil && state == Active && file.Last("Service.ExecReload", "") != "" {
		reload(m, name, request, reply)
		return
	}
	restart(m, name, request, reply)
}

// report uses systemd's words and codes: 5 for a unit that does not exist, 1 for the rest.
func report(err error, what, name string, reply *Reply) {
	switch {
	case err == nil:
	case errors.Is(err, ErrNotFound):
		reply.fail(5, fmt.Sprintf("Failed to %s %s: Unit %s not %s.", what, name, name, map[bool]string{true: "loaded", false: "found"}[what == "stop"]))
	case errors.Is(err, ErrMasked):
		reply.fail(1, fmt.Sprintf("Failed to %s %s: Unit %s is masked.", what, name, name))
	default:
		reply.fail(1, fmt.Sprintf("Job for %s failed: %v\nSee \"journalctl -u %s\" for details.", name, err, name))
	}
}

func enable(m *Manager, name string, request Request, reply *Reply) {
	made, err := Enable(m.root, name)
	links(made, err, "enable", name, reply)
	if err == nil && request.Now {
		start(m, name, request, reply)
	}
}

func disable(m *Manager, name string, request Request, reply *Reply) {
	removed, err := Disable(m.root, name)
	links(removed, err, "disable", name, reply)
	if err == nil && request.Now {
		stop(m, name, request, reply)
	}
}

func mask(m *Manager, name string, request Request, reply *Reply) {
	made, err := Mask(m.root, name)
	links([]string{made}, err, "mask", name, reply)
	if err == nil && request.Now && m.exists(name) == nil {
		stop(m, name, request, reply)
	}
}

func unmask(m *Manager, name string, _ Request, reply *Reply) {
	removed, err := Unmask(m.root, name)
	links([]string{removed}, err, "unmask", name, reply)
}

func links(lines []string, err error, what, name string, reply *Reply) {
	for _, line := range lines {
		if line != "" {
			reply.Stderr += line + "\n" // systemctl tells of its links on standard error
		}
	}
	switch {
	case errors.Is(err, ErrNotFound):
		reply.fail(1, fmt.Sprintf("Failed to %s unit: Unit file %s does not exist.", what, name))
	case err != nil:
		reply.fail(1, fmt.Sprintf("Failed to %s unit: %v", what, err))
	}
}
