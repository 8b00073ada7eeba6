package unit

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

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
