package hostinit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/guard"
)

const privateDirectory = "/run/sandbox/kernel"

// hiddenSettings are the machine's own, which node preparation, kubelet and kube-proxy write: each becomes a file of the
// host with the machine's value in it.
var hiddenSettings = []string{
	"vm/overcommit_memory", "vm/panic_on_oom", "vm/max_map_count", "vm/swappiness",
	"kernel/panic", "kernel/panic_on_oops", "kernel/pid_max", "kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes",
	"fs/protected_fifos", "fs/protected_hardlinks", "fs/protected_regular", "fs/protected_symlinks", "fs/suid_dumpable", "fs/file-max", "fs/nr_open", "fs/aio-max-nr", "fs/inotify/max_user_instances", "fs/inotify/max_user_watches",
	"net/netfilter/nf_conntrack_max", "net/core/somaxconn",
}

// readOnlyParts of /proc could harm the machine, if the host's root has the machine's user id 0: see machine.Users.
var readOnlyParts = []string{"/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi"}

// noSwap is what /proc/swaps says on a machine without swap, as EC2's Ubuntu images are.
const noSwap = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

// hideMachine makes the machine's kernel settings unreachable. The network's are the host's own and stay writable.
func hideMachine() error {
	if err := os.MkdirAll(privateDirectory, 0o755); err != nil {
		return err
	}
	for _, part := range readOnlyParts {
		if err := makeReadOnly(part); err != nil {
			return err
		}
	}
	if err := mount("/proc/sys/net", "/proc/sys/net", "", unix.MS_BIND, ""); err != nil {
		return err
	}
	if err := guard.Writable("/proc/sys/net"); err != nil {
		return err
	}
	for _, setting := range hiddenSettings {
		if err := hideSetting(setting); err != nil {
			return err
		}
	}
	if err := replaceWith("/proc/swaps", []byte(noSwap)); err != nil {
		return err
	}
	return newBootID()
}

// newBootID gives each boot of each host its own: kubelet reports it, and by it others tell a reboot.
func newBootID() error {
	id, err := os.ReadFile("/proc/sys/kernel/random/uuid")
	if err != nil {
		return fmt.Errorf("boot id: %w", err)
	}
	return replaceWith("/proc/sys/kernel/random/boot_id", id)
}

func makeReadOnly(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := mount(path, path, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	attributes := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, path, 0, &attributes); err != nil {
		return fmt.Errorf("make %s read-only: %w", path, err)
	}
	return nil
}

func hideSetting(setting string) error {
	path := filepath.Join("/proc/sys", setting)
	value, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // this kernel does not have it, or not in this network namespace
	}
	if err != nil {
		return fmt.Errorf("kernel setting %s: %w", setting, err)
	}
	return replaceWith(path, value)
}

// replaceWith covers a file of the kernel by one of the host.
func replaceWith(path string, content []byte) error {
	private := filepath.Join(privateDirectory, strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "."))
	if err := os.WriteFile(private, content, 0o644); err != nil {
		return err
	}
	return mount(private, path, "", unix.MS_BIND, "")
}
