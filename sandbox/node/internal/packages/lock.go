package packages

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const lockName = "/var/lib/dpkg/lock-frontend"

// lock takes dpkg's frontend lock as apt does: a POSIX record lock, which the kernel frees when the process ends.
// A holder is waited for as long as DPkg::Lock::Timeout says.
func lock(root string, timeout time.Duration, out io.Writer) (func(), error) {
	path := filepath.Join(root, lockName)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
	if os.IsPermission(err) {
		return nil, fmt.Errorf("E: Could not open lock file %s - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (%s), are you root?", lockName, lockName)
	}
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(timeout); ; time.Sleep(time.Second) { // apt retries each second too
		if err = unix.FcntlFlock(file.Fd(), unix.F_SETLK, whole(unix.F_WRLCK)); err == nil {
			return func() { file.Close() }, nil
		}
		if !time.Now().Before(deadline) {
			return nil, fmt.Errorf("E: %s\nN: Be aware that removing the lock file is not a solution and may break your system.\n"+
				"E: Unable to acquire the dpkg frontend lock (%s), is another process using it?", held(file, lockName), lockName)
		}
		fmt.Fprintf(out, "Waiting for cache lock: %s\n", held(file, lockName))
	}
}

func whole(kind int16) *unix.Flock_t { return &unix.Flock_t{Type: kind, Whence: int16(io.SeekStart)} }

// held names the holder.
func held(file *os.File, lockName string) string {
	query := whole(unix.F_WRLCK)
	if err := unix.FcntlFlock(file.Fd(), unix.F_GETLK, query); err != nil || query.Type == unix.F_UNLCK {
		return "Could not get lock " + lockName + "."
	}
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", query.Pid))
	if err != nil {
		return fmt.Sprintf("Could not get lock %s. It is held by process %d", lockName, query.Pid)
	}
	return fmt.Sprintf("Could not get lock %s. It is held by process %d (%s)", lockName, query.Pid, strings.TrimSpace(string(name)))
}
