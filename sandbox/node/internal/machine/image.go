package machine

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/standin"
)

// image holds the files of a fresh host that differ from the machine's.
//
//go:embed all:image
var image embed.FS

// system are the machine's directories that a host sees; of everything else it gets an empty one.
var system = []string{"bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc"}

// emptied are parts of those that a fresh host has empty.
var emptied = []string{"etc/ssh", "etc/systemd/system", "etc/apt", "etc/cloud", "etc/default", "etc/kubernetes", "etc/cni", "etc/containerd",
	"etc/sudoers.d", "etc/sysctl.d", "etc/modules-load.d", "etc/cron.d", "etc/netplan", "usr/lib/systemd/system", "usr/lib/sysctl.d", "usr/local"}

// removed are programs that a fresh host does not have until a package brings them.
var removed = []string{"kubelet", "kubeadm", "kubectl", "containerd", "ctr", "runc", "crictl"}

// directories must exist in a host.
var directories = map[string]fs.FileMode{"proc": 0o555, "sys": 0o555, "dev": 0o755, "run": 0o755, "tmp": 0o1777, "opt/sandbox": 0o755,
	"root": 0o700, "home": 0o755, "var/log": 0o755, "var/tmp": 0o1777, "var/lib/dpkg": 0o755, "var/lib/apt/lists": 0o755,
	"usr/local/bin": 0o755, "usr/local/sbin": 0o755, "etc/apt/keyrings": 0o755, "etc/apt/sources.list.d": 0o755, "var/cache": 0o755, "var/spool": 0o755}

// hide covers what of the machine is not a fresh host's: homes, data, other mounts, keys, units.
func (d *Disk) hide() error {
	entries, err := os.ReadDir("/")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch {
		case slices.Contains(system, entry.Name()):
		case entry.IsDir():
			err = errors.Join(err, d.opaque(entry.Name()))
		default:
			err = errors.Join(err, d.whiteout(entry.Name()))
		}
	}
	for _, path := range emptied {
		err = errors.Join(err, d.opaque(path))
	}
	for _, name := range removed {
		if _, missing := os.Lstat("/usr/bin/" + name); missing == nil {
			err = errors.Join(err, d.whiteout("usr/bin/"+name))
		}
	}
	return err
}

// opaque makes a directory that does not show the machine's.
func (d *Disk) opaque(path string) error {
	full := filepath.Join(d.upper(), path)
	if err := os.MkdirAll(full, 0o755); err != nil {
		return err
	}
	return unix.Setxattr(full, "trusted.overlay.opaque", []byte("y"), 0)
}

func (d *Disk) whiteout(path string) error {
	full := filepath.Join(d.upper(), path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	return unix.Mknod(full, unix.S_IFCHR, 0)
}

func (d *Disk) makeDirectories() error {
	for path, mode := range directories {
		full := filepath.Join(d.upper(), path)
		if err := os.MkdirAll(full, 0o755); err != nil {
			return err
		}
		if err := unix.Chmod(full, uint32(mode)); err != nil {
			return err
		}
	}
	return os.Symlink("/run", filepath.Join(d.upper(), "var/run"))
}

func (d *Disk) copyImage() error {
	return fs.WalkDir(image, "image", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == "image" {
			return err
		}
		target := filepath.Join(d.upper(), path[len("image"):])
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		content, err := image.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}

func (d *Disk) linkPrograms() error {
	for name, program := range standin.Programs {
		target := guest.Machines
		if name == "sudo" {
			target = filepath.Join(filepath.Dir(guest.Machines), "sudo") // the setuid copy
		}
		path := filepath.Join(d.upper(), program.Path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.Symlink(target, path); err != nil {
			return err
		}
	}
	return nil
}

// writeMachineID gives each instance its own: kubelet reports it.
func (d *Disk) writeMachineID(instanceID string) error {
	sum := sha256.Sum256([]byte(instanceID))
	return os.WriteFile(filepath.Join(d.upper(), "etc/machine-id"), []byte(hex.EncodeToString(sum[:16])+"\n"), 0o444)
}
