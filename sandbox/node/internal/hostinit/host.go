package hostinit

import (
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"clusterline.io/sandbox/node/internal/profile"
	"clusterline.io/sandbox/node/internal/unit"
)

type host struct {
	manager *unit.Manager
	reaper  *unit.Reaper
	events  *os.File
	boot    Boot
}

// start boots as an EC2 instance does: sshd answers after cloud-init's first stage and before its last.
func (h *host) start() error {
	time.Sleep(profile.Seconds(h.boot.BootSeconds))
	if err := h.cloudInit("init"); err != nil {
		return err
	}
	if err := h.manager.Start(sshUnit); err != nil {
		return err
	}
	if err := h.waitForSSH(); err != nil {
		return err
	}
	if err := tell(h.events, Event{Ready: true}); err != nil {
		return err
	}
	h.startEnabled()
	if err := h.cloudInit("modules", "--mode=config"); err != nil {
		return err
	}
	return h.cloudInit("modules", "--mode=final")
}

// cloudInit runs a stage. A failed module is in cloud-init's status; only a stage that could not run at all is our error.
func (h *host) cloudInit(arguments ...string) error {
	log, err := os.OpenFile("/var/log/cloud-init-output.log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	defer null.Close()
	_, ended, err := h.reaper.Start(append([]string{"/usr/bin/cloud-init"}, arguments...), &syscall.ProcAttr{
		Dir: "/", Env: []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root"},
		Files: []uintptr{null.Fd(), log.Fd(), log.Fd()},
	})
	if err != nil {
		return fmt.Errorf("cloud-init: %w", err)
	}
	if status := <-ended; !status.Exited() || status.ExitStatus() != 0 {
		return fmt.Errorf("cloud-init %v ended with %d: see /var/log/cloud-init-output.log of the host", arguments, status.ExitStatus())
	}
	return nil
}

func (h *host) waitForSSH() error {
	address := net.JoinHostPort(h.boot.Identity.PrivateIP, "22")
	var err error
	for deadline := time.Now().Add(sshLimit); time.Now().Before(deadline); time.Sleep(probeEvery) {
		var connection net.Conn
		if connection, err = net.Dial("tcp4", address); err == nil {
			return connection.Close()
		}
	}
	return fmt.Errorf("sshd did not answer at %s within %s: %w", address, sshLimit, err)
}

// startEnabled starts what was enabled on an earlier boot.
func (h *host) startEnabled() {
	names, err := unit.Enabled("/")
	if err != nil {
		return // there is no such directory before anything is enabled
	}
	for _, name := range names {
		if name != sshUnit {
			go h.manager.Handle(unit.Request{Verb: "start", Units: []string{name}, Root: true})
		}
	}
}
