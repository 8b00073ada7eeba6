//go:build root

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/machine"
)

func TestGivenASandboxWhenItsOutermostProcessIsKilledAtAnyMomentThenNothingIsLeft(t *testing.T) {
	for _, moment := range []time.Duration{0, 2, 5, 10, 20, 40, 80, 120, 200, 400, 1500} {
		moment *= time.Millisecond
		t.Run(moment.String(), func(t *testing.T) {
			command, room := launched(t)
			time.Sleep(moment) // the moment itself is what is tried
			left := trace(command.Process.Pid)
			must(t, command.Process.Kill())
			command.Wait()
			nothingLeft(t, left, room)
		})
	}
}

func TestGivenASandboxWhenItsParentIsKilledThenNothingIsLeft(t *testing.T) {
	fake := newAWS(t, threeHosts(t))
	directory, _, line := arguments(t, fake.URL, noLatency)
	pidFile := filepath.Join(directory, "pid")
	parent := exec.Command("sh", append([]string{"-c", `"$@" & echo $! > ` + pidFile + `; wait`, "sh", program}, line...)...)
	must(t, parent.Start())
	pid := 0
	eventually(t, "three hosts run", func() (bool, string) {
		content, _ := os.ReadFile(pidFile)
		pid, _ = strconv.Atoi(strings.TrimSpace(string(content)))
		seen := trace(pid)
		return len(seen.namespaces) >= 4, fmt.Sprint(seen)
	})
	left := trace(pid)
	must(t, parent.Process.Kill())
	parent.Wait()
	nothingLeft(t, left, filepath.Join(directory, "room"))
}

func TestGivenHostsWhenTheyRunThenEachUserNamespaceHasAnOwnerOfItsOwn(t *testing.T) {
	sandbox := start(t, newAWS(t, threeHosts(t)).URL, noLatency)
	for _, id := range []string{"i-1", "i-2", "i-3"} {
		sandbox.await(id, machine.Ready)
	}
	owners := map[uint32]bool{}
	for pid := range trace(sandbox.command.Process.Pid).processes {
		if namespace, err := os.Open(fmt.Sprintf("/proc/%d/ns/user", pid)); err == nil {
			var owner uint32
			if _, _, errno := unix.Syscall(unix.SYS_IOCTL, namespace.Fd(), unix.NS_GET_OWNER_UID, uintptr(unsafe.Pointer(&owner))); errno == 0 && owner != 0 {
				owners[owner] = true
			}
			namespace.Close()
		}
	}
	if len(owners) != 3 {
		t.Errorf("three hosts have the owners %v: inotify instances would be counted together", owners)
	}
}

func threeHosts(t *testing.T) machine.World {
	host, user := newKeys(t), newKeys(t)
	var all []machine.Instance
	for i := 1; i <= 3; i++ {
		all = append(all, instance(fmt.Sprintf("i-%d", i), "vpc-1", "a", fmt.Sprintf("10.0.1.%d", 10+i), fmt.Sprintf("127.1.211.%d", 10+i), userData("host", host, user, "")))
	}
	return world(all...)
}

func launched(t *testing.T) (*exec.Cmd, string) {
	directory, _, line := arguments(t, newAWS(t, threeHosts(t)).URL, noLatency)
	command := exec.Command(program, line...)
	must(t, command.Start())
	return command, filepath.Join(directory, "room")
}

// traces are what a sandbox could leave: its processes, by pid and start, and its PID namespaces.
type traces struct {
	processes  map[int]string
	namespaces map[string]bool
}

func trace(root int) traces {
	found := traces{map[int]string{}, map[string]bool{}}
	own, _ := os.Readlink("/proc/self/ns/pid")
	for todo := []int{root}; len(todo) > 0; todo = todo[1:] {
		pid := todo[0]
		started := startTime(pid)
		if pid == 0 || started == "" {
			continue
		}
		found.processes[pid] = started
		if namespace, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/pid", pid)); err == nil && namespace != own {
			found.namespaces[namespace] = true
		}
		todo = append(todo, children(pid)...)
	}
	return found
}

func children(pid int) []int {
	var all []int
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		content, _ := os.ReadFile(list)
		for _, word := range strings.Fields(string(content)) {
			child, _ := strconv.Atoi(word)
			all = append(all, child)
		}
	}
	return all
}

func startTime(pid int) string {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(content[strings.LastIndexByte(string(content), ')')+1:]))
	if fields[0] == "Z" {
		return "" // dead, only not yet collected
	}
	return fields[19]
}

func nothingLeft(t *testing.T, before traces, room string) {
	t.Helper()
	eventually(t, "no process, namespace, mount, address or interface is left", func() (bool, string) {
		for _, find := range []func(traces, string) string{leftProcess, leftMount, leftListener, leftInterface} {
			if left := find(before, room); left != "" {
				return false, left
			}
		}
		return true, ""
	})
}

func leftProcess(before traces, room string) string {
	for pid, started := range before.processes {
		if startTime(pid) == started {
			return fmt.Sprintf("process %d", pid)
		}
	}
	paths, _ := filepath.Glob("/proc/[0-9]*")
	for _, path := range paths {
		if namespace, err := os.Readlink(path + "/ns/pid"); err == nil && before.namespaces[namespace] && startTime(atoi(filepath.Base(path))) != "" {
			return path + " in " + namespace
		}
		if command, _ := os.ReadFile(path + "/cmdline"); strings.Contains(string(command), room) {
			return path + " " + strings.ReplaceAll(string(command), "\x00", " ")
		}
	}
	return ""
}

func atoi(text string) int {
	number, _ := strconv.Atoi(text)
	return number
}

func leftMount(_ traces, room string) string {
	content, _ := os.ReadFile("/proc/self/mountinfo")
	if strings.Contains(string(content), room) {
		return "a mount below " + room
	}
	entries, _ := os.ReadDir(room)
	if len(entries) > 0 {
		return room + " is not empty"
	}
	return ""
}

func leftListener(traces, string) string {
	content, _ := os.ReadFile("/proc/self/net/tcp")
	if strings.Contains(string(content), "D3017F:0016 00000000:0000 0A") { // 127.1.211.x:22, listening
		return "a listener on 127.1.211.x"
	}
	return ""
}

func leftInterface(traces, string) string {
	content, _ := os.ReadFile("/proc/self/net/dev")
	for _, name := range []string{"subnet0", "host1"} {
		if strings.Contains(string(content), name+":") {
			return "interface " + name
		}
	}
	return ""
}
