package hostinit

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Stage names: the daemon starts a host as `machines host-enter`, which becomes `machines host-init`.
const (
	EnterStage = "host-enter"
	InitStage  = "host-init"
)

// Enter runs with no identity in a new user namespace until the daemon has mapped it, then becomes its root and starts
// over: by that exec the kernel gives it every capability in its own namespaces, and none outside.
func Enter() error {
	goAhead := make([]byte, 1)
	if n, err := unix.Read(orderFD, goAhead); err != nil || n != 1 {
		return fmt.Errorf("the daemon ended before the host could start")
	}
	if err := unix.Setresgid(0, 0, 0); err != nil {
		return fmt.Errorf("become the host's root group: %w", err)
	}
	if err := unix.Setgroups(nil); err != nil {
		return fmt.Errorf("leave the machine's groups: %w", err)
	}
	if err := unix.Setresuid(0, 0, 0); err != nil {
		return fmt.Errorf("become the host's root: %w", err)
	}
	return unix.Exec("/proc/self/exe", []string{"machines", InitStage}, os.Environ())
}
