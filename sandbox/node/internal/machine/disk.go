package machine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/packages"
	"clusterline.io/sandbox/node/internal/unit"
)

// Disk is the volume of one instance: an overlay of the machine's root, which stays untouched, and a layer in memory.
type Disk struct {
	directory string
	mounted   bool
}

// NewDisk prepares the layer of a fresh instance.
func NewDisk(directory string, instanceID string) (*Disk, error) {
	disk := &Disk{directory: directory}
	for _, part := range []string{disk.upper(), disk.work(), disk.Root()} {
		if err := os.MkdirAll(part, 0o755); err != nil {
			return nil, err
		}
	}
	if err := disk.fill(instanceID); err != nil {
		return nil, fmt.Errorf("disk of %s: %w", instanceID, err)
	}
	return disk, nil
}

// Root is where the overlay is mounted.
func (d *Disk) Root() string { return filepath.Join(d.directory, "root") }

func (d *Disk) upper() string { return filepath.Join(d.directory, "upper") }

func (d *Disk) work() string { return filepath.Join(d.directory, "work") }

func (d *Disk) fill(instanceID string) error {
	steps := []func() error{d.hide, d.maskSecrets, d.makeDirectories, d.copyImage, d.linkPrograms,
		func() error { return packages.Seed(d.upper()) },
		func() error { _, err := unit.Enable(d.upper(), "ssh.service"); return err },
		func() error { return d.writeMachineID(instanceID) }}
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
	options := fmt.Sprintf("lowerdir=/,upperdir=%s,workdir=%s", d.upper(), d.work())
	if err := unix.Mount("overlay", d.Root(), "overlay", 0, options); err != nil {
		return fmt.Errorf("mount the overlay on %s: %w", d.Root(), err)
	}
	d.mounted = true
	return nil
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
