package vpc

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// newNamespace makes a network namespace that lives as long as the returned file (and whoever is in it).
func newNamespace() (*os.File, error) {
	var file *os.File
	err := onOwnThread(func() (err error) {
		if err = unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("new network namespace: %w", err)
		}
		if err = os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644); err != nil {
			return fmt.Errorf("let the VPC's router forward: %w", err)
		}
		file, err = os.Open("/proc/thread-self/ns/net")
		return err
	})
	return file, err
}

// inside runs act on a thread that has entered the namespace. What act opens stays in it: a socket keeps the namespace
// in which it was made.
func inside(namespace *os.File, act func() error) error {
	return onOwnThread(func() error {
		if err := unix.Setns(int(namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("enter the VPC's network namespace: %w", err)
		}
		return act()
	})
}

// onOwnThread gives act a thread that is never used again: the goroutine ends locked, so Go ends the thread.
func onOwnThread(act func() error) error {
	result := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		result <- act()
	}()
	return <-result
}
