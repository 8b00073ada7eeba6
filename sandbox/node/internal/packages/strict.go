package packages

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// What the real apt and dpkg of Debian machines were seen to refuse, in their words.

const (
	listsLockName  = "/var/lib/apt/lists/lock"
	archives       = "/var/cache/apt/archives"
	archiveMegs    = 20 // of a package, in the middle
	interruptedAnd = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem. "
)

// lockLists takes the lock of the package lists. apt waits for no holder of this one, whatever DPkg::Lock::Timeout says.
func lockLists(root string) (func(), error) {
	file, err := os.OpenFile(filepath.Join(root, listsLockName), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, fmt.Errorf("E: Could not open lock file %s - open (%w)", listsLockName, err)
	}
	if err := unix.FcntlFlock(file.Fd(), unix.F_SETLK, whole(unix.F_WRLCK)); err != nil {
		defer file.Close()
		return nil, fmt.Errorf("E: %s\nE: Unable to lock directory /var/lib/apt/lists/", held(file, listsLockName))
	}
	return func() { file.Close() }, nil
}

func updates(root string) string { return filepath.Join(root, "var/lib/dpkg/updates") }

// refuseInterrupted: what an installation that was cut off has left stops every other.
func refuseInterrupted(root string) error {
	left, err := os.ReadDir(updates(root))
	if err == nil && len(left) > 0 {
		return errors.New(interruptedAnd)
	}
	return nil
}

// finishInterrupted is dpkg --configure -a.
func finishInterrupted(root string) error {
	left, err := os.ReadDir(updates(root))
	if os.IsNotExist(err) {
		return nil
	}
	for _, one := range left {
		err = errors.Join(err, os.Remove(filepath.Join(updates(root), one.Name())))
	}
	return err
}

// refuseFullDisk: apt looks at the room for the files of the packages before it fetches any.
func refuseFullDisk(root string, packages int) error {
	folder := filepath.Join(root, archives)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return err
	}
	if int64(disk.Bavail)*disk.Bsize < int64(packages)*archiveMegs<<20 {
		return fmt.Errorf("E: You don't have enough free space in %s/.", archives)
	}
	return nil
}
