//go:build root

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"clusterline.io/sandbox/node/internal/machine"
)

func TestGivenDebianMachinesWhenTheyRunThenTheyAreRealOnesInTheVPCAndTheirDisksOutliveAStop(t *testing.T) {
	home := os.Getenv("CLUSTERLINE_DEBIAN")
	if home == "" {
		t.Skip("skipped: needs " + os.Getenv("CLUSTERLINE_DEBIAN_LACKS"))
	}
	scripts, err := filepath.Abs("../../../debian")
	must(t, err)
	before := groups(t)
	host, user := newKeys(t), newKeys(t)
	fake := newAWS(t, world(
		instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.206.10", userData("alpha", host, user, "")),
		instance("i-2", "vpc-1", "b", "10.0.2.20", "127.1.206.20", userData("beta", host, user, "")),
	))
	sandbox := startWith(t, fake.URL, noLatency, []string{"--debian", home, "--debian-scripts", scripts})
	sandbox.await("i-1", machine.Ready)
	sandbox.await("i-2", machine.Ready)
	alpha := dial(t, "127.1.206.10", host, user)

	expect(t, alpha, "cloud-init status --wait", "status: done", 0)
	expect(t, alpha, "hostname; ps -o comm= 1; . /etc/os-release; echo $VERSION_CODENAME", "alpha\nsystemd\ntrixie", 0)
	expect(t, alpha, "sudo apt-get update", "https://deb.debian.org/debian trixie InRelease", 0)
	expect(t, alpha, "bash -c 'exec 3<>/dev/tcp/10.0.2.20/22 && head -c 7 <&3'", "SSH-2.0", 0)
	expect(t, alpha, "bash -c 'exec 3<>/dev/tcp/192.0.2.1/80'", "Network is unreachable", 1)
	expect(t, alpha, "echo kept | sudo tee /var/kept", "kept", 0)
	sandbox.call("POST", "/machines/i-1/stop", "")
	sandbox.await("i-1", machine.Stopped)
	sandbox.call("POST", "/machines/i-1/start", "")
	sandbox.await("i-1", machine.Ready)
	expect(t, dial(t, "127.1.206.10", host, user), "cat /var/kept", "kept", 0)

	sandbox.stop()
	for _, group := range groups(t) {
		if !slices.Contains(before, group) {
			t.Errorf("%s is left", group)
		}
	}
}

// groups are the control groups of all Debian machines on this machine.
func groups(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("/sys/fs/cgroup/*/clusterline-debian-*")
	must(t, err)
	return all
}
