//go:build root

package main

import (
	"net"
	"strings"
	"testing"
	"time"

	"clusterline.io/sandbox/node/internal/machine"
)

func TestGivenTwoInstancesWhenTheyRunThenTheyBootAnswerAndReachEachOtherAndNothingElse(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	fake := newAWS(t, world(
		instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.200.10", userData("alpha", host, user, "runcmd:\n- [sh, -c, 'sleep 0.3; echo late > /var/tmp/runcmd']\n")),
		instance("i-2", "vpc-1", "b", "10.0.2.20", "127.1.200.20", userData("beta", host, user, "")),
	))
	sandbox := start(t, fake.URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	sandbox.await("i-2", machine.Ready)
	alpha := dial(t, "127.1.200.10", host, user)

	expect(t, alpha, "cloud-init status", "status: running", 0) // sshd answers before cloud-init has ended
	expect(t, alpha, "cloud-init status --wait --long", "status: done", 0)
	expect(t, alpha, "cat /var/tmp/runcmd", "late", 0)
	expect(t, alpha, "hostname", "alpha", 0)
	expect(t, alpha, "getent hosts alpha", "127.0.1.1", 0)
	expect(t, alpha, "sudo id -u", "0", 0)
	expect(t, alpha, "bash -c 'exec 3<>/dev/tcp/10.0.2.20/22 && head -c 7 <&3'", "SSH-2.0", 0)
	if route, _ := remote(t, alpha, "ip route"); strings.Contains(route, "default") {
		t.Errorf("there is a way out: %s", route)
	}
	for _, address := range []string{"192.0.2.1", "10.99.0.1", "10.0.77.1"} {
		begun := time.Now()
		expect(t, alpha, "bash -c 'exec 3<>/dev/tcp/"+address+"/80'", "Network is unreachable", 1)
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("%s: unreachable only after %s", address, took)
		}
	}
	beta := dial(t, "127.1.200.20", host, user)
	expect(t, beta, "hostname", "beta", 0)
}

func TestGivenTwoVPCsWithEqualCIDRsWhenHostsHaveEqualAddressesThenTheyDoNotMeet(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	both := machine.World{VPCs: []machine.VPC{vpcOf("vpc-1"), vpcOf("vpc-2")}, Machines: []machine.Instance{
		instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.201.10", userData("first", host, user, "")),
		instance("i-2", "vpc-2", "a", "10.0.1.10", "127.1.201.20", userData("second", host, user, ""))}}
	sandbox := start(t, newAWS(t, both).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	sandbox.await("i-2", machine.Ready)

	expect(t, dial(t, "127.1.201.10", host, user), "hostname", "first", 0)
	expect(t, dial(t, "127.1.201.20", host, user), "hostname", "second", 0)
}

func TestGivenUserDataThatIsNotCarriedOutWhenBootedThenCloudInitSaysSo(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(
		instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.202.10", userData("unknown", host, user, "phone_home: {url: here}\n")),
		instance("i-2", "vpc-1", "a", "10.0.1.11", "127.1.202.11", userData("failing", host, user, "runcmd:\n- 'false'\n")),
	)).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	sandbox.await("i-2", machine.Ready)

	expect(t, dial(t, "127.1.202.10", host, user), "cloud-init status --wait --long", "phone_home", 1)
	expect(t, dial(t, "127.1.202.11", host, user), "cloud-init status --wait --format json", `"status": "error"`, 1)
}

func TestGivenAHostWhenStoppedStartedAndTerminatedThenItsDiskLivesAsLongAsTheInstance(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	fake := newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.203.10", userData("alpha", host, user, "runcmd:\n- date +%s%N > /var/tmp/boots\n"))))
	sandbox := start(t, fake.URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.203.10", host, user)
	expect(t, client, "cloud-init status --wait", "done", 0)
	first, _ := remote(t, client, "cat /var/tmp/boots")
	boot, _ := remote(t, client, "cat /proc/sys/kernel/random/boot_id")

	set := func(state string) func(*machine.World) {
		return func(world *machine.World) { world.Machines[0].State = state }
	}
	fake.change(set("stopped"))
	sandbox.await("i-1", machine.Stopped)
	if connection, err := net.DialTimeout("tcp", "127.1.203.10:22", time.Second); err == nil {
		connection.Close()
		t.Error("the gateway still answers for a stopped host")
	}
	fake.change(set("running"))
	sandbox.await("i-1", machine.Ready)
	client = dial(t, "127.1.203.10", host, user)
	expect(t, client, "cloud-init status --wait", "done", 0)
	expect(t, client, "cat /var/tmp/boots", first, 0) // user data runs once per instance
	if again, _ := remote(t, client, "cat /proc/sys/kernel/random/boot_id"); again == boot {
		t.Error("two boots have the same boot id")
	}
	sandbox.call("POST", "/machines/i-1/crash", "")
	if status := sandbox.await("i-1", machine.Stopped); status.Error != "crashed on request" {
		t.Errorf("a crash is not told: %+v", status)
	}
	sandbox.call("POST", "/machines/i-1/start", "")
	sandbox.await("i-1", machine.Ready)
	fake.change(set("terminated"))
	sandbox.await("i-1", "absent")
	fake.change(func(world *machine.World) { // the address is used again, by another machine
		world.Machines[0] = instance("i-9", "vpc-1", "a", "10.0.1.10", "127.1.203.10", userData("omega", host, user, ""))
	})
	sandbox.await("i-9", machine.Ready)
	client = dial(t, "127.1.203.10", host, user)
	expect(t, client, "hostname; ls /var/tmp", "omega", 0)
	expect(t, client, "test ! -e /var/tmp/boots", "", 0)
}

// As the kubelet reads it; a size that is smaller than the machine, and one that is larger.
func TestGivenInstanceTypesWhenTheirHostsBootThenEachHasTheMemoryAndProcessorsOfItsType(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	small := instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.209.10", userData("small", host, user, ""))
	small.VCPUs, small.MemoryMiB = 1, 1024
	large := instance("i-2", "vpc-1", "a", "10.0.1.11", "127.1.209.11", userData("large", host, user, ""))
	large.VCPUs, large.MemoryMiB = 96, 1048576
	sandbox := start(t, newAWS(t, world(small, large)).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	sandbox.await("i-2", machine.Ready)

	const processors = "ls -d /sys/devices/system/node/node*/cpu*[0-9] | wc -l"
	for address, wanted := range map[string][3]string{"127.1.209.10": {"985661 kB", "1", "0"}, "127.1.209.11": {"1009317314 kB", "96", "0-95"}} {
		client := dial(t, address, host, user)
		expect(t, client, "grep MemTotal /proc/meminfo", wanted[0], 0)
		expect(t, client, processors, wanted[1], 0)
		expect(t, client, "cat /sys/devices/system/cpu/online", wanted[2], 0)
	}
}

func TestGivenADetachedCommandWhenItsSessionAndConnectionEndThenItRunsOn(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.207.10", userData("alpha", host, user, "")))).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	first := dial(t, "127.1.207.10", host, user)
	expect(t, first, "setsid bash -c 'sleep 0.5; echo survived > /var/tmp/detached' </dev/null >/dev/null 2>&1 & echo started", "started", 0)
	first.Close()
	second := dial(t, "127.1.207.10", host, user)
	eventually(t, "the command has ended well", func() (bool, string) {
		output, _ := remote(t, second, "cat /var/tmp/detached")
		return output == "survived", output
	})
	expect(t, second, "ps -eo stat= | grep -c Z", "0", 1) // the first process has collected every orphan
}

func TestGivenAnOpenConnectionWhenTheHostCrashesThenItHearsNothing(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.208.10", userData("alpha", host, user, "")))).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.208.10", host, user)
	closed := make(chan error, 1)
	go func() { closed <- client.Wait() }()
	sandbox.call("POST", "/machines/i-1/crash", "")
	sandbox.await("i-1", machine.Stopped)
	select {
	case err := <-closed:
		t.Errorf("the connection was told of the crash: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
}

func TestGivenAnAddressThatMovesWhenTheWorldChangesThenTheGatewayFollows(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	fake := newAWS(t, world(
		instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.204.10", userData("alpha", host, user, "")),
		instance("i-2", "vpc-1", "a", "10.0.1.11", "127.1.204.11", userData("beta", host, user, ""))))
	sandbox := start(t, fake.URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	sandbox.await("i-2", machine.Ready)
	expect(t, dial(t, "127.1.204.10", host, user), "hostname", "alpha", 0)

	fake.change(func(world *machine.World) {
		moved := "127.1.204.10"
		world.Machines[0].PublicIP, world.Machines[1].PublicIP = nil, &moved
	})
	eventually(t, "the address leads to beta", func() (bool, string) {
		client, err := login("127.1.204.10", "ubuntu", host, user)
		if err != nil {
			return false, err.Error()
		}
		defer client.Close()
		name, _ := remote(t, client, "hostname")
		return name == "beta", name
	})
	fake.change(func(world *machine.World) { world.Machines[1].Ingress = nil })
	eventually(t, "the closed port refuses", func() (bool, string) {
		connection, err := net.DialTimeout("tcp", "127.1.204.10:22", time.Second)
		if err == nil {
			connection.Close()
			return false, "it is open"
		}
		return true, ""
	})
}

func TestGivenPackagesBeingInstalledWhenAnotherAptRunsThenTheLockHoldsAsOnUbuntu(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	fake := newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.205.10", userData("alpha", host, user, ""))))
	sandbox := start(t, fake.URL, `{"name":"slow","bootSeconds":0,"userDataSeconds":0,"packagesSeconds":2}`)
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.205.10", host, user)
	expect(t, client, "sudo apt-get install -y conntrack", "E: Unable to locate package conntrack", 100)
	expect(t, client, "sudo apt-get update", "Done", 0)
	done := make(chan struct{})
	go func() {
		defer close(done)
		expect(t, client, "sudo apt-get -o DPkg::Lock::Timeout=30 install -y conntrack", "Setting up conntrack", 0)
	}()
	eventually(t, "the lock is held", func() (bool, string) {
		output, code := remote(t, client, "sudo apt-get install -y no-such-package")
		return code == 100 && strings.Contains(output, "Could not get lock /var/lib/dpkg/lock-frontend. It is held by process"), output
	})
	expect(t, client, "sudo apt-get -o DPkg::Lock::Timeout=30 install -y socat", "Setting up socat", 0)
	<-done
	expect(t, client, "sudo apt-mark hold socat && apt-mark showhold", "socat", 0)
	expect(t, client, "dpkg-query -W -f='${Version} ${Status}' socat", "hold ok installed", 0)
}

func TestGivenTheMachinesKernelWhenAHostWritesItsSettingsThenOnlyTheHostSeesThem(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	sandbox := start(t, newAWS(t, world(instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.206.10", userData("alpha", host, user, "")))).URL, noLatency)
	sandbox.await("i-1", machine.Ready)
	client := dial(t, "127.1.206.10", host, user)
	before := kernelSettings(t)

	expect(t, client, "sudo sysctl -w vm.overcommit_memory=1 kernel.panic=77 fs.file-max=2097152 net.ipv4.ip_forward=1", "kernel.panic = 77", 0)
	expect(t, client, "cat /proc/sys/kernel/panic", "77", 0)
	expect(t, client, "sudo sh -c 'echo 1 > /proc/sys/kernel/sysrq'", "", 2)
	expect(t, client, "sudo sh -c 'echo x > /opt/sandbox/etc/latency.json'", "Read-only file system", 2)
	expect(t, client, "sudo mount -o remount,rw /opt/sandbox", "denied", 32)
	expect(t, client, "ls /dev", "null", 0)
	if after := kernelSettings(t); after != before {
		t.Errorf("the machine's kernel settings changed from %q to %q", before, after)
	}
}
