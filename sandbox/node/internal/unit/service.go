package unit

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// State is what is-active prints.
type State string

// The states of a service, as systemd names them.
const (
	Active       State = "active"
	Activating   State = "activating"
	Deactivating State = "deactivating"
	Inactive     State = "inactive"
	Failed       State = "failed"
)

const (
	startLimit = 90 * time.Second
	stopLimit  = 10 * time.Second
	probeEvery = 25 * time.Millisecond
)

// service is one loaded unit that was started at least once.
type service struct {
	file    *File
	reaper  *Reaper
	logPath string

	mu       sync.Mutex
	state    State
	result   string // of the last process: "exit-code 1", "signal 9", …
	pid      int
	restarts int
	stopping chan struct{} // closed to end the run loop
	ended    chan struct{} // closed when the run loop has ended
	settled  chan struct{} // closed when the first start has succeeded or failed
}

func (s *service) set(state State, pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.pid = state, pid
}

func (s *service) current() (state State, pid int, result string, restarts int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.pid, s.result, s.restarts
}

// run starts the service's processes until it is stopped or may not be restarted.
func (s *service) run() {
	defer close(s.ended)
	settle := sync.OnceFunc(func() { close(s.settled) })
	defer settle()
	for {
		ok := s.once(settle)
		if s.isStopping() {
			s.set(Inactive, 0)
			return
		}
		if !s.restartsAfter(ok) {
			s.set(endState(ok, s.file), 0)
			return
		}
		s.set(Activating, 0)
		settle()
		if s.pause() {
			s.set(Inactive, 0)
			return
		}
	}
}

func endState(ok bool, file *File) State {
	switch {
	case ok && file.Last("Service.RemainAfterExit", "no") == "yes":
		return Active
	case ok:
		return Inactive
	default:
		return Failed
	}
}

// once runs all commands of the unit in turn; true when they ended well.
func (s *service) once(settle func()) bool {
	if missing := s.missingFile(); missing != "" {
		return s.fail(fmt.Errorf("%s does not exist", missing))
	}
	lines := s.file.All("Service.ExecStart")
	oneshot := s.file.Last("Service.Type", "simple") == "oneshot"
	for _, line := range append(s.file.All("Service.ExecStartPre"), lines...) {
		if ok := s.execute(line, oneshot, settle); !ok && !strings.HasPrefix(line, "-") {
			return false
		}
	}
	return true
}

// missingFile is the file without which the program would end at once (X-Sandbox-NeedsFile): a kubelet without its
// configuration costs a third of a second of CPU each time only to say so.
func (s *service) missingFile() string {
	path := s.file.Last("X-Sandbox.NeedsFile", "")
	if path == "" {
		return ""
	}
	if _, err := os.Stat(path); err != nil {
		return path
	}
	return ""
}

func (s *service) execute(line string, oneshot bool, settle func()) bool {
	pid, ended, err := s.spawn(line)
	if err != nil {
		return s.fail(err)
	}
	if oneshot {
		s.set(Activating, pid)
	} else {
		s.becomeActive(pid, settle)
	}
	select {
	case status := <-ended:
		return s.record(pid, status)
	case <-s.stopping:
		s.terminate(pid, ended)
		return true
	}
}

// spawn runs a command of the unit, with further variables as NAME=value.
func (s *service) spawn(line string, further ...string) (int, <-chan syscall.WaitStatus, error) {
	variables, err := s.file.environment()
	if err != nil {
		return 0, nil, err
	}
	for _, assignment := range further {
		name, value, _ := strings.Cut(assignment, "=")
		variables[name] = value
	}
	argv, err := command(line, variables)
	if err != nil {
		return 0, nil, err
	}
	log, err := s.openLog()
	if err != nil {
		return 0, nil, err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, nil, err
	}
	defer null.Close()
	return s.reaper.Start(argv, &syscall.ProcAttr{
		Dir:   s.file.Last("Service.WorkingDirectory", "/"),
		Env:   list(variables),
		Files: []uintptr{null.Fd(), log.Fd(), log.Fd()},
	})
}

func list(variables map[string]string) []string {
	environment := make([]string, 0, len(variables))
	for name, value := range variables {
		environment = append(environment, name+"="+value)
	}
	return environment
}

func (s *service) openLog() (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(s.logPath), 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(s.logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
}

// becomeActive waits for the unit's socket, as systemd waits for Type=notify; the process's end ends the wait elsewhere.
func (s *service) becomeActive(pid int, settle func()) {
	socket := s.file.Last("X-Sandbox.ReadySocket", "")
	if socket == "" {
		s.set(Active, pid)
		settle()
		return
	}
	s.set(Activating, pid)
	go func() {
		if s.waitForSocket(socket, pid) {
			s.set(Active, pid)
			settle()
		}
	}()
}

func (s *service) waitForSocket(socket string, pid int) bool {
	for deadline := time.Now().Add(startLimit); time.Now().Before(deadline); time.Sleep(probeEvery) {
		if _, current, _, _ := s.current(); current != pid || s.isStopping() {
			return false
		}
		if connection, err := net.Dial("unix", socket); err == nil {
			return connection.Close() == nil
		}
	}
	return false
}

func (s *service) record(pid int, status syscall.WaitStatus) bool {
	_ = syscall.Kill(-pid, syscall.SIGKILL) // what is left of its process group, as KillMode=control-group does
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pid = 0
	switch {
	case status.Signaled():
		s.result = "signal " + strconv.Itoa(int(status.Signal()))
	case status.ExitStatus() != 0:
		s.result = "exit-code " + strconv.Itoa(status.ExitStatus())
	default:
		s.result = "success"
		return true
	}
	return false
}

func (s *service) fail(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result = err.Error()
	return false
}

func (s *service) isStopping() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}

func (s *service) restartsAfter(ok bool) bool {
	switch s.file.Last("Service.Restart", "no") {
	case "always":
		return true
	case "on-failure":
		return !ok
	default:
		return false
	}
}

// pause waits RestartSec; true when the unit was stopped meanwhile.
func (s *service) pause() bool {
	s.mu.Lock()
	s.restarts++
	s.mu.Unlock()
	timer := time.NewTimer(seconds(s.file.Last("Service.RestartSec", "100ms")))
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-s.stopping:
		return true
	}
}

func seconds(value string) time.Duration {
	if plain, err := strconv.ParseFloat(value, 64); err == nil {
		return time.Duration(plain * float64(time.Second))
	}
	if duration, err := time.ParseDuration(value); err == nil {
		return duration
	}
	return time.Second
}

// terminate asks the process group to end, then makes it.
func (s *service) terminate(pid int, ended <-chan syscall.WaitStatus) {
	s.set(Deactivating, pid)
	_ = syscall.Kill(-pid, syscall.SIGTERM) // it may have ended already
	select {
	case <-ended:
	case <-time.After(stopLimit):
		_ = syscall.Kill(-pid, syscall.SIGKILL)
		<-ended
	}
	_ = syscall.Kill(-pid, syscall.SIGKILL) // children that outlived it
}
