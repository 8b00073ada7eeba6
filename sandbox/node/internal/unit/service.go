package unit

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
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
