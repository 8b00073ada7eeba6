package guard

import (
	"fmt"

	"golang.org/x/sys/unix"
)

const overlayMagic = 0x794c7630

// Enclose is the first act in a mount namespace: no mount event leaves it any more, and every mount of the machine is
// read-only in it. From then on nothing that goes wrong can write to the machine's own files.
func Enclose() error {
	attributes := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY, Propagation: unix.MS_PRIVATE}
	err := unix.MountSetattr(unix.AT_FDCWD, "/", unix.AT_RECURSIVE, &attributes)
	if err == unix.ENOSYS {
		return fmt.Errorf("make the machine's mounts read-only: mount_setattr is missing: Linux 5.12 or newer is needed")
	}
	if err != nil {
		return fmt.Errorf("make the machine's mounts read-only: %w", err)
	}
	return verifyReadOnly("/")
}

// verifyReadOnly believes the kernel's answer, not our own call.
func verifyReadOnly(path string) error {
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return fmt.Errorf("statfs %s: %w", path, err)
	}
	if stat.Flags&unix.ST_RDONLY == 0 {
		return fmt.Errorf("%s is still writable after the read-only remount: nothing was done", path)
	}
	return nil
}

// Writable takes the read-only attribute from one mount, and only from that one.
func Writable(mount string) error {
	attributes := unix.MountAttr{Attr_clr: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, mount, 0, &attributes); err != nil {
		return fmt.Errorf("make %s writable: %w", mount, err)
	}
	return nil
}

// VerifyOverlay fails unless path is on an overlay: asked before the first write after pivot_root.
func VerifyOverlay(path string) error {
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return fmt.Errorf("statfs %s: %w", path, err)
	}
	if int64(stat.Type) != overlayMagic {
		return fmt.Errorf("%s is not an overlay (type %#x): nothing was written", path, stat.Type)
	}
	return nil
}

// Identity tells one directory from every other, also on another overlay.
func Identity(path string) ([2]uint64, error) {
	var stat unix.Stat_t
	if err := unix.Stat(path, &stat); err != nil {
		return [2]uint64{}, fmt.Errorf("stat %s: %w", path, err)
	}
	return [2]uint64{stat.Dev, stat.Ino}, nil
}

// VerifyRoot fails unless / is an overlay and the one of that identity: the machine's own root may be an overlay too.
func VerifyRoot(wanted [2]uint64) error {
	if err := VerifyOverlay("/"); err != nil {
		return err
	}
	found, err := Identity("/")
	if err != nil {
		return err
	}
	if found != wanted {
		return fmt.Errorf("/ is not the host's overlay: nothing was written")
	}
	return nil
}
