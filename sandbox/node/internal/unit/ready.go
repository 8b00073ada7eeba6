package unit

import (
	"net"
	"os"
	"time"
)

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
