package machine

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/hostinit"
)

// process is a host's first process as the daemon sees it.
type process struct {
	*os.Process
	orders *os.File // write end
	events *os.File // read end
}

// launch starts the first process of a host, which waits for its orders with no identity in its new user namespace.
// Each namespace has an owner of its own, because the kernel counts inotify instances per owner: 128 for one user would
// be used up by fourteen kubelets.
func launch(number int, console *os.File) (*process, error) {
	ordersIn, ordersOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ordersIn.Close()
	eventsIn, eventsOut, err := os.Pipe()
	if err != nil {
		ordersOut.Close()
		return nil, err
	}
	defer eventsOut.Close()
	null, err := os.Open(os.DevNull)
	if err == nil {
		defer null.Close()
		var first *os.Process
		first, err = startAs(firstOwner+number%owners, []*os.File{null, console, console, ordersIn, eventsOut})
		if err == nil {
			return &process{first, ordersOut, eventsIn}, nil
		}
	}
	ordersOut.Close()
	eventsIn.Close()
	return nil, err
}

// startAs creates the namespaces under another user id, which so becomes the owner of the user namespace. The ids of a
// thread are its own: this one changes, forks and ends.
func startAs(owner int, files []*os.File) (*os.Process, error) {
	type result struct {
		process *os.Process
		err     error
	}
	done := make(chan result, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: Go ends the thread with the goroutine
		if err := changeOwner(owner); err != nil {
			done <- result{nil, err}
			return
		}
		first, err := os.StartProcess("/proc/self/exe", []string{"machines", hostinit.EnterStage}, &os.ProcAttr{
			Files: files, // in our working directory: a host's root may pass no directory of the machine's users
			Env:   []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "GOGC=50"},
			Sys: &syscall.SysProcAttr{
				Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET | syscall.CLONE_NEWPID |
					syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
				AmbientCaps: []uintptr{unix.CAP_SETUID, unix.CAP_SETGID},
				Setsid:      true,
			},
		})
		done <- result{first, err}
	}()
	started := <-done
	if errors.Is(started.err, unix.ENOSPC) {
		return nil, fmt.Errorf("start a host: the machine allows no more namespaces: raise user.max_user_namespaces by sysctl")
	}
	if started.err != nil {
		return nil, fmt.Errorf("start a host: %w", started.err)
	}
	return started.process, nil
}

// changeOwner changes the effective user id of this thread alone, and keeps its capabilities: a kernel with AppArmor's
// restriction gives a user namespace that somebody without them makes no rights in itself.
func changeOwner(owner int) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var capabilities [2]unix.CapUserData
	if err := unix.Capget(&header, &capabilities[0]); err != nil {
		return fmt.Errorf("read capabilities: %w", err)
	}
	const unchanged = ^uintptr(0)
	if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, unchanged, uintptr(owner), unchanged); errno != 0 {
		return fmt.Errorf("become user %d: %w", owner, errno)
	}
	if err := unix.Capset(&header, &capabilities[0]); err != nil {
		return fmt.Errorf("keep capabilities: %w", err)
	}
	return nil
}

// identify maps the host's user ids.
func (p *process) identify(users *Users) error {
	for _, name := range []string{"uid_map", "gid_map"} {
		if err := os.WriteFile(fmt.Sprintf("/proc/%d/%s", p.Pid, name), users.mapping(), 0o644); err != nil {
			return fmt.Errorf("map the host's users: %w", err)
		}
	}
	return nil
}

// order lets the host go.
func (p *process) order(boot hostinit.Boot) error {
	defer p.orders.Close()
	content, err := json.Marshal(boot)
	if err != nil {
		return err
	}
	if _, err := p.orders.Write(append([]byte{1}, content...)); err != nil {
		return fmt.Errorf("tell the host what it is: %w", err)
	}
	return nil
}
