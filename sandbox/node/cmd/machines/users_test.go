//go:build root

package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"clusterline.io/sandbox/node/internal/machine"
)

// firstOfNobody is above every user id that accounts, their containers and systemd's have.
const firstOfNobody = 0x70000000

func TestGivenAHostWhenItsProcessesAreSeenFromTheMachineThenNoneHasAUserOrGroupOfTheMachine(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.212.10", userData("alpha", host, user, "")))).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.212.10", host, user)
	number, err := strconv.Atoi(output(t, client, "id -u"))
	must(t, err)
	session, err := client.NewSession() // of the user ubuntu, who would have the number of a user of the machine
	must(t, err)
	must(t, session.Start("sleep 60"))
	defer session.Close()

	eventually(t, "the session's process is there", func() (bool, string) {
		var ids []string
		for pid := range trace(sandbox.command.Process.Pid).processes {
			if inOwnUserNamespace(pid) {
				ids = append(ids, usersOfProcess(t, pid)...)
			}
		}
		for _, id := range ids {
			if value, err := strconv.Atoi(id); err == nil && value < firstOfNobody {
				t.Fatalf("a process of the host has an id of the machine: %s of %v", id, ids)
			}
		}
		return slices.Contains(ids, strconv.Itoa(firstOfNobody+number)), fmt.Sprint(ids)
	})
}

func TestGivenUsersOfItsOwnWhenAHostWorksThenItsFilesBelongToItsRootAndTheMachinesPasswordsAreNotThere(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.213.10", userData("alpha", host, user, "")))).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.213.10", host, user)

	expect(t, client, "stat -c %u:%g / /etc /etc/passwd /usr/bin/env /usr/lib | sort -u", "0:0", 0)
	expect(t, client, "sudo sh -c 'echo 10.0.1.11 beta >> /etc/hosts && mkdir /usr/lib/clusterline-test && echo x > /usr/share/clusterline-test && chown ubuntu /usr/share/clusterline-test && stat -c %U /usr/share/clusterline-test'", "ubuntu", 0)
	expect(t, client, "sudo useradd --system tester && id -u tester", "", 0)
	expect(t, client, "sudo cut -d: -f2 /etc/shadow | sort -u | tr -d '\\n'", "", 0)
	expect(t, client, "sudo cat /proc/1/uid_map", strconv.Itoa(firstOfNobody), 0)
	expect(t, client, "stat -c %U /proc/sys/vm/swappiness /sys/kernel", "nobody", 0) // what is the machine's is nobody's
}

func TestGivenAMachineThatCannotGiveUsersWhenAHostBootsThenItHasTheMachinesNumbers(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.214.10", userData("alpha", host, user, "")))).URL, noLatency, faultVariable+"=users")
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.214.10", host, user)

	expect(t, client, "sudo awk '{print $2}' /proc/1/uid_map", "0", 0)
	expect(t, client, "sudo id -u", "0", 0)
}

func output(t *testing.T, client *ssh.Client, command string) string {
	t.Helper()
	text, code := remote(t, client, command)
	if code != 0 {
		t.Fatalf("%s ended with %d: %s", command, code, text)
	}
	return text
}

func inOwnUserNamespace(pid int) bool {
	own, _ := os.Readlink("/proc/self/ns/user")
	namespace, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/user", pid))
	return err == nil && namespace != own
}

// usersOfProcess are its real, effective, saved and file system users and groups.
func usersOfProcess(t *testing.T, pid int) []string {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return nil // it has just ended
	}
	var ids []string
	for _, line := range strings.Split(string(content), "\n") {
		if name, values, _ := strings.Cut(line, ":"); name == "Uid" || name == "Gid" {
			ids = append(ids, strings.Fields(values)...)
		}
	}
	return ids
}
