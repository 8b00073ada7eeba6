//go:build root

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"clusterline.io/sandbox/node/internal/machine"
)

// precious are the parts of the machine that a host's boot writes to, if it writes to the machine.
var precious = []string{"/etc", "/usr/bin", "/usr/sbin", "/usr/lib/systemd", "/var/lib/dpkg", "/var/lib/cloud", "/opt", "/home"}

func TestGivenAFailingOverlayOrPivotWhenAHostBootsThenNoFileOfTheMachineChanges(t *testing.T) {
	for fault, message := range map[string]string{
		"overlay": "is not an overlay",
		"pivot":   "/ is not an overlay",
		"blind":   "read-only file system", // even without the check nothing can be written
	} {
		t.Run(fault, func(t *testing.T) {
			host, user := newKeys(t), newKeys(t)
			before := scan(t)
			sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.210.10",
				userData("harmless", host, user, "write_files:\n- {path: /etc/clusterline-harm, content: harm}\n")))).URL, noLatency, faultVariable+"="+fault)
			status := sandbox.await("i-1", machine.Failed)
			if !strings.Contains(status.Error, message) {
				t.Errorf("the host failed for another reason: %s", status.Error)
			}
			compare(t, before, scan(t))
		})
	}
}

// scan takes type, size and both times of every file: ctime cannot be set back.
func scan(t *testing.T) map[string]string {
	seen := map[string]string{}
	for _, top := range precious {
		filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil // it does not exist, or went while we looked
			}
			info, err := entry.Info()
			if err != nil {
				return nil
			}
			stat := info.Sys().(*syscall.Stat_t)
			seen[path] = fmt.Sprint(info.Mode(), info.Size(), stat.Mtim, stat.Ctim, stat.Ino)
			return nil
		})
	}
	if len(seen) < 500 {
		t.Fatalf("only %d files scanned: this proves nothing", len(seen))
	}
	return seen
}

func compare(t *testing.T, before, after map[string]string) {
	t.Helper()
	for path, was := range before {
		if is, there := after[path]; !there || is != was {
			t.Errorf("%s changed from %s to %s", path, was, is)
		}
	}
	for path := range after {
		if _, there := before[path]; !there {
			t.Errorf("%s is new", path)
		}
	}
}

func kernelSettings(t *testing.T) string {
	values := ""
	for _, name := range []string{"vm/overcommit_memory", "kernel/panic", "kernel/sysrq", "fs/file-max", "net/ipv4/ip_forward"} {
		content, err := os.ReadFile("/proc/sys/" + name)
		if err == nil {
			values += name + "=" + string(content)
		}
	}
	return values
}
