package hostinit

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/profile"
	"clusterline.io/sandbox/node/internal/unit"
)

const (
	sshUnit    = "ssh.service"
	sshLimit   = 20 * time.Second
	probeEvery = 10 * time.Millisecond
)

// Init is the first process of a host. It returns when the host is told to stop or cannot boot; with it ends the host.
func Init() error {
	orders, events := os.NewFile(orderFD, "orders"), os.NewFile(eventFD, "events")
	unix.CloseOnExec(orderFD)
	unix.CloseOnExec(eventFD)
	boot, err := readBoot(orders)
	if err == nil {
		err = errorsOf(orders.Close(), run(boot, events))
	}
	if err != nil {
		_ = tell(events, Event{Error: err.Error()}) // a dead daemon needs no telling
	}
	return err
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func run(boot Boot, events *os.File) error {
	if err := enterRoot(boot); err != nil {
		return err
	}
	if err := prepare(boot); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	reaper := unit.NewReaper()
	manager := unit.NewManager("/", "/var/log", reaper)
	host := &host{manager: manager, reaper: reaper, events: events, boot: boot}
	listener, err := unit.Listen(unit.Socket)
	if err != nil {
		return err
	}
	go manager.Serve(listener)
	failed := make(chan error, 1)
	go func() { failed <- host.start() }()
	select {
	case err = <-failed:
		if err == nil {
			debug.FreeOSMemory()
			<-ctx.Done()
		}
	case <-ctx.Done():
	}
	manager.StopAll()
	return err
}

// prepare makes what is not on the disk: the machine's settings hidden, the name, the identity for cloud-init.
func prepare(boot Boot) error {
	for _, directory := range []string{"/run/sandbox", "/run/sshd", "/run/lock"} {
		if err := os.MkdirAll(directory, 0o755); err != nil {
			return err
		}
	}
	if err := hideMachine(); err != nil {
		return err
	}
	if err := unix.Sethostname([]byte(boot.Identity.Hostname)); err != nil {
		return fmt.Errorf("name the host: %w", err)
	}
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("0"), 0o644); err != nil {
		return fmt.Errorf("reset ip_forward: %w", err)
	}
	if err := os.WriteFile(guest.Environment, []byte("VPC_CIDR="+boot.Identity.VPC+"\n"), 0o644); err != nil {
		return err
	}
	return boot.Identity.Write(guest.IdentityPath)
}

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
