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
