package hostinit

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/packages"
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
	if err := boot.Size.show(); err != nil {
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
	if err := boot.bake(); err != nil {
		return err
	}
	return boot.Identity.Write(guest.IdentityPath)
}

// bake makes the disk what its image is said to be.
func (b Boot) bake() error {
	if !b.Identity.Baked {
		return nil
	}
	offer, err := packages.ReadOffer()
	if err != nil {
		return err
	}
	return packages.Bake("/", offer)
}
