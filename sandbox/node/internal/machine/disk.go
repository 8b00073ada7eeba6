package machine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/packages"
	"clusterline.io/sandbox/node/internal/unit"
)

// Disk is the volume of one instance: an overlay of the machine's root, which stays untouched, and a layer in memory.
type Disk struct {
	directory string
	users     *Users
	mounted   bool
}

// NewDisk prepares the layer of a fresh instance.
func NewDisk(directory string, instance Instance, users *Users) (*Disk, error) {
	disk := &Disk{directory: directory, users: users}
	for _, part := range []string{disk.upper(), disk.work(), disk.Root(), disk.lower()} {
		if err := os.MkdirAll(part, 0o755); err != nil {
			return nil, err
		}
	}
	if err := disk.fill(instance); err != nil {
		return nil, fmt.Errorf("disk of %s: %w", instance.ID, err)
	}
	return disk, nil
}

// Root is where the overlay is mounted.
func (d *Disk) Root() string { return filepath.Join(d.directory, "root") }

func (d *Disk) upper() string { return filepath.Join(d.directory, "upper") }

func (d *Disk) work() string { return filepath.Join(d.directory, "work") }

// lower is where the machine's root is shown with the hosts' users as owners.
func (d *Disk) lower() string { return filepath.Join(d.directory, "lower") }

func (d *Disk) fill(instance Instance) error {
	steps := []func() error{d.hide, d.maskSecrets, d.makeDirectories, d.copyImage, d.linkPrograms,
		func() error { return packages.Seed(d.upper()) },
		func() error { _, err := unit.Enable(d.upper(), "ssh.service"); return err },
		func() error { return d.writeMachineID(instance.ID) },
		func() error { return d.writeRelease(instance.distribution()) },
		d.giveAway}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Mount puts the overlay in place; the machine's root below it is read-only.
func (d *Disk) Mount() error {
	if d.mounted {
		return nil
	}
	lower, err := d.showLower()
	if err != nil {
		return err
	}
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", lower, d.upper(), d.work())
	if err := unix.Mount("overlay", d.Root(), "overlay", 0, options); err != nil {
		return fmt.Errorf("mount the overlay on %s: %w", d.Root(), err)
	}
	d.mounted = true
	return d.hideLower()
}

func (d *Disk) showLower() (string, error) {
	if d.users.namespace == nil {
		return "/", nil
	}
	tree, err := d.users.show("/")
	if err != nil {
		return "", err
	}
	defer unix.Close(tree)
	if err := unix.MoveMount(tree, "", unix.AT_FDCWD, d.lower(), unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return "", fmt.Errorf("show the machine's root on %s: %w", d.lower(), err)
	}
	return d.lower(), nil
}

// hideLower ends what only the mounting of the overlay needed.
func (d *Disk) hideLower() error {
	if d.users.namespace == nil {
		return nil
	}
	if err := unix.Unmount(d.lower(), unix.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount %s: %w", d.lower(), err)
	}
	return nil
}

// giveAway makes the layer the host's: its root owns what is in it.
func (d *Disk) giveAway() error {
	return filepath.WalkDir(d.upper(), func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, d.users.first, d.users.first)
	})
}

// Unmount keeps the layer, as stopping an instance keeps its volume.
func (d *Disk) Unmount() error {
	if !d.mounted {
		return nil
	}
	if err := unix.Unmount(d.Root(), unix.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount %s: %w", d.Root(), err)
	}
	d.mounted = false
	return nil
}

// Delete gives the layer up.
func (d *Disk) Delete() error {
	return errors.Join(d.Unmount(), os.RemoveAll(d.directory))
}
