package hostinit

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/guard"
)

// enterRoot makes the overlay the root of this mount namespace. Every failure ends the host.
func enterRoot(boot Boot) error {
	if err := guard.Enclose(); err != nil {
		return err
	}
	if err := takeRoot(boot.Root); err != nil {
		return err
	}
	own, err := guard.Identity(boot.Root)
	if err != nil {
		return err
	}
	if err := fillRoot(boot); err != nil {
		return err
	}
	if boot.Fault != NoPivot && boot.Fault != Blind {
		if err := pivot(boot.Root); err != nil {
			return err
		}
	}
	if boot.Fault == Blind {
		return nil
	}
	return guard.VerifyRoot(own)
}

// takeRoot binds the overlay onto itself: the mount that came from the daemon is locked, our own copy is not.
func takeRoot(root string) error {
	if err := guard.VerifyOverlay(root); err != nil {
		return err
	}
	if err := mount(root, root, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return guard.Writable(root)
}

// fillRoot mounts what a host needs besides its disk, each thing its own.
func fillRoot(boot Boot) error {
	hardened := uintptr(unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC)
	in := func(path string) string { return filepath.Join(boot.Root, path) }
	steps := []struct {
		source, target, kind string
		flags                uintptr
		data                 string
	}{
		{"proc", in("proc"), "proc", hardened, ""},
		{"sysfs", in("sys"), "sysfs", hardened | unix.MS_RDONLY, ""},
		{"/sys/fs/cgroup", in("sys/fs/cgroup"), "", unix.MS_BIND | unix.MS_REC, ""},
		{"tmpfs", in("run"), "tmpfs", unix.MS_NOSUID | unix.MS_NODEV, "mode=755,size=64m"},
		{boot.Shared, in("opt/sandbox"), "", unix.MS_BIND | unix.MS_REC, ""},
	}
	for _, step := range steps {
		if err := mount(step.source, step.target, step.kind, step.flags, step.data); err != nil {
			return err
		}
	}
	return fillDev(in("dev"))
}

// devices are all that a host gets: none of them reaches a disk or the machine's memory.
var devices = []string{"null", "zero", "full", "random", "urandom", "tty"}

func fillDev(dev string) error {
	if err := mount("tmpfs", dev, "tmpfs", unix.MS_NOSUID, "mode=755,size=64k"); err != nil {
		return err
	}
	for _, name := range devices {
		if err := bindFile("/dev/"+name, filepath.Join(dev, name)); err != nil {
			return err
		}
	}
	for _, directory := range []string{"pts", "shm"} {
		if err := os.Mkdir(filepath.Join(dev, directory), 0o755); err != nil {
			return err
		}
	}
	if err := mount("devpts", filepath.Join(dev, "pts"), "devpts", unix.MS_NOSUID|unix.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5"); err != nil {
		return err
	}
	if err := mount("tmpfs", filepath.Join(dev, "shm"), "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=1777,size=64m"); err != nil {
		return err
	}
	links := map[string]string{"ptmx": "pts/ptmx", "fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2"}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(dev, name)); err != nil {
			return err
		}
	}
	return nil
}

// pivot exchanges the roots and drops the machine's.
func pivot(root string) error {
	old, err := unix.Open("/", unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open the machine's root: %w", err)
	}
	defer unix.Close(old)
	if err := unix.Chdir(root); err != nil {
		return fmt.Errorf("enter %s: %w", root, err)
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root to %s: %w", root, err)
	}
	if err := unix.Fchdir(old); err != nil {
		return fmt.Errorf("return to the machine's root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("drop the machine's root: %w", err)
	}
	return unix.Chdir("/")
}

func mount(source, target, kind string, flags uintptr, data string) error {
	if err := unix.Mount(source, target, kind, flags, data); err != nil {
		return fmt.Errorf("mount %s (%s) on %s: %w", source, kind, target, err)
	}
	return nil
}

func bindFile(source, target string) error {
	file, err := os.OpenFile(target, os.O_CREATE|os.O_RDONLY, 0o644)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return mount(source, target, "", unix.MS_BIND, "")
}
