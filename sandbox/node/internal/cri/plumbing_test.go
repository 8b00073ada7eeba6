package cri

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
)

const insideNamespaces = "TEST_INSIDE_NAMESPACES"

// TestGivenAMachinePortInUseWhenAPodListensOnItThenBothAnswerAtTheirOwnAddress runs itself again in a user and network
// namespace of its own, as the hosts of the sandbox have them: nothing of this machine's network is touched.
func TestGivenAMachinePortInUseWhenAPodListensOnItThenBothAnswerAtTheirOwnAddress(t *testing.T) {
	if os.Getenv(insideNamespaces) != "" {
		podAndMachineShareAPort(t)
		return
	}
	identity := []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), insideNamespaces+"=1")
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET, UidMappings: identity, Pdeathsig: syscall.SIGKILL}
	output, err := again.CombinedOutput()
	if err != nil && strings.Contains(err.Error(), "operation not permitted") {
		t.Skip("this machine allows no user namespaces:", err)
	}
	if err != nil || !strings.Contains(string(output), "--- PASS") {
		t.Fatalf("%v\n%s", err, output)
	}
}

func podAndMachineShareAPort(t *testing.T) {
	nodeAddress(t, "10.0.1.5/24")
	pods, pod := &namespacePlumbing{}, netip.MustParseAddr("10.244.3.2")
	must(t, pods.add(pod))
	must(t, pods.add(netip.MustParseAddr("10.244.3.3")))
	machine, err := net.Listen("tcp", ":10250")
	must(t, err)
	defer machine.Close()
	inPod, err := pods.listen("10.244.3.2:10250")
	must(t, err)
	defer inPod.Close()
	go say(machine, "machine")
	go say(inPod, "pod")
	for address, wanted := range map[string]string{"10.0.1.5:10250": "machine", "10.244.3.2:10250": "pod"} {
		if got := hear(t, address); got != wanted {
			t.Errorf("%s: %q answers", address, got)
		}
	}
	must(t, pods.remove(pod))
	if connection, err := net.DialTimeout("tcp", "10.244.3.2:10250", time.Second); err == nil {
		connection.Close()
		t.Error("a removed address still answers")
	}
}

func nodeAddress(t *testing.T, address string) {
	t.Helper()
	must(t, netlink.LinkAdd(&netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: "node0"}}))
	for _, name := range []string{"lo", "node0"} {
		link, err := netlink.LinkByName(name)
		must(t, err)
		must(t, netlink.LinkSetUp(link))
		if name == "node0" {
			parsed, err := netlink.ParseAddr(address)
			must(t, err)
			must(t, netlink.AddrAdd(link, parsed))
		}
	}
}

func say(listener net.Listener, word string) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		fmt.Fprint(connection, word)
		connection.Close()
	}
}

func hear(t *testing.T, address string) string {
	t.Helper()
	connection, err := net.DialTimeout("tcp", address, 5*time.Second)
	must(t, err)
	defer connection.Close()
	word, err := io.ReadAll(connection)
	must(t, err)
	return string(word)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
