package guard

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// ParentDeath returns a channel that is closed when the parent process ends. A pidfd is watched instead of using
// PR_SET_PDEATHSIG, because that signal comes already when the parent's *thread* that forked us ends, and a Java parent
// forks on pool threads.
func ParentDeath() (<-chan struct{}, error) {
	parent := os.Getppid()
	fd, err := unix.PidfdOpen(parent, 0)
	if err != nil {
		return nil, fmt.Errorf("watch parent process %d: %w", parent, err)
	}
	if os.Getppid() != parent {
		return nil, fmt.Errorf("the parent process %d has ended", parent)
	}
	dead := make(chan struct{})
	go func() {
		defer close(dead)
		waitReadable(fd)
	}()
	return dead, nil
}

func waitReadable(fd int) {
	for {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
		if err != unix.EINTR {
			return
		}
	}
}
