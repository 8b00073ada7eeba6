package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/guard"
	"clusterline.io/sandbox/node/internal/machine"
)

// The stages below run, which are not for users.
const (
	encloseStage = "enclose"
	daemonStage  = "daemon"
	controlFD    = 3
)

// run is the outermost process: it opens the control socket, which must be seen from outside, and starts the rest in
// namespaces whose end it is.
func run(arguments []string) error {
	chosen, err := parse(arguments)
	if err != nil {
		return err
	}
	if err := permitted(); err != nil {
		return err
	}
	control, err := listen(chosen.control)
	if err != nil {
		return err
	}
	defer os.Remove(chosen.control)
	command := exec.Command("/proc/self/exe", append([]string{encloseStage}, arguments...)...)
	command.Args[0] = "machines"
	command.ExtraFiles = []*os.File{control}
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	code, err := guard.Outermost(command)
	if chosen.debian != "" {
		removeGroups("/sys/fs/cgroup")
	}
	if err != nil {
		return err
	}
	if code != 0 {
		return ended(code)
	}
	return nil
}

// removeGroups takes away the control groups that Debian machines leave: only this process, which is not enclosed, can. The
// kernel refuses to remove one that is in use.
func removeGroups(root string) {
	var left []string
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.Contains(path, "/clusterline-debian-") {
			left = append(left, path)
		}
		return nil
	})
	for _, path := range slices.Backward(left) { // what is below comes first
		_ = unix.Rmdir(path)
	}
}

// listen takes the socket over from a daemon that was killed, and refuses when one still answers.
func listen(path string) (*os.File, error) {
	if connection, err := net.Dial("unix", path); err == nil {
		connection.Close()
		return nil, problem{exitUnavailable, "--control " + path + " is in use by a running sandbox", "give another path, or end that one"}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("--control: %w", err)
	}
	listener.SetUnlinkOnClose(false)
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, err
	}
	return listener.File()
}

// enclose is the first process of the sandbox: it makes the machine read-only for itself and all below, gives itself a
// place in memory, and goes on as a copy of itself from there. The copy may be executed by every user id, wherever the
// original lies, and does not change when the original is built anew.
func enclose(arguments []string) error {
	chosen, err := parse(arguments)
	if err != nil {
		return err
	}
	if err := guard.Enclose(); err != nil {
		return err
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount the sandbox's /proc: %w", err)
	}
	if err := unix.Mount("tmpfs", chosen.directory, "tmpfs", 0, "mode=711"); err != nil {
		return fmt.Errorf("mount memory on --dir %s: %w", chosen.directory, err)
	}
	self, err := machine.CopySelf(filepath.Join(chosen.directory, "machines"), 0o755)
	if err != nil {
		return fmt.Errorf("copy this program into memory: %w", err)
	}
	return unix.Exec(self, append([]string{"machines", daemonStage}, arguments...), os.Environ())
}
