package unit

import (
	"errors"
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"
)

// Manager runs the units of one host.
type Manager struct {
	root   string
	logs   string
	reaper *Reaper

	mu       sync.Mutex
	services map[string]*service
}

// NewManager manages the units below root, logging to a file per unit in logs.
func NewManager(root, logs string, reaper *Reaper) *Manager {
	return &Manager{root: root, logs: logs, reaper: reaper, services: map[string]*service{}}
}

// Start starts the unit and returns when it is active, restarting or failed.
func (m *Manager) Start(name string) error {
	started, err := m.begin(name)
	if err != nil || started == nil {
		return err
	}
	select {
	case <-started.settled:
	case <-time.After(startLimit):
		return fmt.Errorf("%s did not become ready within %s", name, startLimit)
	}
	state, _, result, _ := started.current()
	if state == Failed {
		return fmt.Errorf("%s failed: %s", name, result)
	}
	return nil
}

// begin gives the unit a run loop; nil when it has one already.
func (m *Manager) begin(name string) (*service, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	file, err := Load(m.root, name)
	if err != nil {
		return nil, err
	}
	if old := m.services[name]; old != nil {
		if state, _, _, _ := old.current(); state == Active || state == Activating {
			return nil, nil
		}
	}
	fresh := &service{
		file: file, reaper: m.reaper, logPath: m.LogPath(name), state: Activating,
		stopping: make(chan struct{}), ended: make(chan struct{}), settled: make(chan struct{}),
	}
	m.services[name] = fresh
	if !strings.HasSuffix(name, ".service") { // a timer or socket is active by name only
		fresh.state = Active
		close(fresh.settled)
		close(fresh.ended)
		return fresh, nil
	}
	go fresh.run()
	return fresh, nil
}

// Stop ends the unit and returns when its processes have ended; a unit that does not run is stopped already.
func (m *Manager) Stop(name string) error {
	m.mu.Lock()
	running := m.services[name]
	m.mu.Unlock()
	if running == nil {
		return m.exists(name)
	}
	running.mu.Lock()
	if !running.isStopping() {
		close(running.stopping)
	}
	running.mu.Unlock()
	<-running.ended
	running.set(Inactive, 0)
	return nil
}

// Reload runs the unit's ExecReload with MAINPID, as systemd does.
func (m *Manager) Reload(name string) error {
	m.mu.Lock()
	running := m.services[name]
	m.mu.Unlock()
	if running == nil {
		return fmt.Errorf("%s is not active, cannot reload", name)
	}
	state, pid, _, _ := running.current()
	if state != Active || pid == 0 {
		return fmt.Errorf("%s is not active, cannot reload", name)
	}
	_, ended, err := running.spawn(running.file.Last("Service.ExecReload", ""), fmt.Sprintf("MAINPID=%d", pid))
	if err != nil {
		return err
	}
	if status := <-ended; !status.Exited() || status.ExitStatus() != 0 {
		return fmt.Errorf("%s: ExecReload ended with %d", name, status.ExitStatus())
	}
	return nil
}

func (m *Manager) exists(name string) error {
	if _, err := Load(m.root, name); err != nil && !errors.Is(err, ErrMasked) {
		return err
	}
	return nil
}

// Status returns the state of a unit, the pid of its process and what became of the last one.
func (m *Manager) Status(name string) (state State, pid int, result string, restarts int) {
	m.mu.Lock()
	known := m.services[name]
	m.mu.Unlock()
	if known == nil {
		return Inactive, 0, "", 0
	}
	return known.current()
}

// Known lists the units that were started at least once.
func (m *Manager) Known() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	names := make([]string, 0, len(m.services))
	for name := range m.services {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// StopAll ends every unit, all at once.
func (m *Manager) StopAll() {
	var all sync.WaitGroup
	for _, name := range m.Known() {
		all.Go(func() { _ = m.Stop(name) }) // a unit that was started can be stopped
	}
	all.Wait()
}

// LogPath is the file that holds the unit's output; journalctl prints it.
func (m *Manager) LogPath(name string) string {
	return filepath.Join(m.logs, strings.TrimSuffix(name, ".service")+".log")
}
