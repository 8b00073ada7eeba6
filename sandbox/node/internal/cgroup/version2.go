// Package cgroup shows kubeadm the cgroups that an Ubuntu machine on EC2 has.
package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	root   = "/sys/fs/cgroup"
	marker = "SANDBOX_CGROUP_VERSION" // set once the process runs with what it is to see
)

// required are the controllers for which kubeadm's preflight looks in that file (devices and freezer it finds otherwise).
var required = []string{"cpuset", "cpu", "io", "memory", "hugetlb", "pids"}

// ShowVersion2 starts the process over with a cgroup version 2 tree, when the machine below has none with all
// controllers: from 1.35 kubeadm's preflight refuses version 1, and nothing but an ignored error would get it past.
// Only this process and its children see that tree. It is a real one, but for the file that lists the controllers:
// those are bound to version 1 on such a machine. Nothing here uses cgroups: containers are not real.
func ShowVersion2() error {
	if os.Getenv(marker) != "" || complete() && mayMakeGroups() {
		return nil
	}
	runtime.LockOSThread() // namespaces belong to the thread, and exec keeps those of the thread that calls it
	if !complete() {
		if err := mountVersion2(); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return unix.Exec(self, withoutVerification(os.Args, mayMakeGroups()), append(os.Environ(), marker+"=2"))
}

// mayMakeGroups tells whether kubeadm's verification can be carried out: it makes a group to see whether the kernel can
// freeze one. A host whose users are none of the machine's may make none.
func mayMakeGroups() bool { return unix.Access(root, unix.W_OK) == nil }

// withoutVerification makes a failed verification of the system a warning. A phase alone has no such flag.
func withoutVerification(arguments []string, possible bool) []string {
	if possible || slices.Contains(arguments, "phase") {
		return arguments
	}
	return append(slices.Clone(arguments), "--ignore-preflight-errors=SystemVerification")
}

// complete tells whether the machine has version 2 with all that is required.
func complete() bool {
	var found unix.Statfs_t
	if unix.Statfs(root, &found) != nil || found.Type != unix.CGROUP2_SUPER_MAGIC {
		return false
	}
	content, err := os.ReadFile(filepath.Join(root, "cgroup.controllers"))
	controllers := strings.Fields(string(content))
	missing := func(name string) bool { return !slices.Contains(controllers, name) }
	return err == nil && !slices.ContainsFunc(required, missing)
}

func mountVersion2() error {
	if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP); err != nil {
		return fmt.Errorf("own mount and cgroup namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keep mounts to this process: %w", err)
	}
	if err := unix.Mount("cgroup2", root, "cgroup2", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount cgroup2 on %s: %w", root, err)
	}
	list, err := os.CreateTemp("/run", "cgroup.controllers-")
	if err != nil {
		return err
	}
	defer os.Remove(list.Name())
	if _, err = fmt.Fprintln(list, strings.Join(required, " ")); err != nil {
		return err
	}
	if err = list.Close(); err != nil {
		return err
	}
	target := filepath.Join(root, "cgroup.controllers")
	if err = unix.Mount(list.Name(), target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("cover %s: %w", target, err)
	}
	return nil
}
