package unit

import (
	"fmt"
)

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
