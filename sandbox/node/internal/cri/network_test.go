package cri

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenNoCNIWhenAPodStartsThenRefusedUnlessOnTheMachinesNetwork(t *testing.T) {
	m := newMachine(t)
	m.tellCIDR("127.77.10.0/24")
	if _, err := m.runSandbox(podOf("a", "x")); err == nil || !strings.Contains(err.Error(), "cni plugin not initialized") {
		t.Errorf("got %v", err)
	}
	id, err := m.runSandbox(podOf("b", "x", func(p *corev1.Pod) { p.Spec.HostNetwork = true }))
	m.check(err)
	if ip := m.ip(id); ip != "" {
		t.Errorf("got address %s", ip)
	}
}

func TestGivenNoPodCIDRWhenAPodStartsThenRefused(t *testing.T) {
	m := newMachine(t)
	m.check(installCNI(m.config.CNIDir))
	if _, err := m.runSandbox(podOf("a", "x")); err == nil || !strings.Contains(err.Error(), "no pod CIDR yet") {
		t.Errorf("got %v", err)
	}
}

func TestGivenPodsWhenStartedAndStoppedThenAddressesAreOwnAndComeBack(t *testing.T) {
	m := newMachine(t).networked("127.77.11.0/29") // .2 to .6
	var first string
	for i, want := range []string{"127.77.11.2", "127.77.11.3", "127.77.11.4", "127.77.11.5", "127.77.11.6"} {
		id, err := m.runSandbox(podOf(string(rune('a'+i)), "x"))
		m.check(err)
		if ip := m.ip(id); ip != want {
			t.Errorf("pod %d: got %s, want %s", i, ip, want)
		}
		if i == 0 {
			first = id
		}
	}
	if _, err := m.runSandbox(podOf("z", "x")); err == nil || !strings.Contains(err.Error(), "no free address in pod CIDR 127.77.11.0/29 (5 in use)") {
		t.Errorf("got %v", err)
	}
	for range 2 { // stopping twice is fine
		_, err := m.runtime.StopPodSandbox(m.context(), &v1.StopPodSandboxRequest{PodSandboxId: first})
		m.check(err)
	}
	id, err := m.runSandbox(podOf("z", "x"))
	m.check(err)
	if ip := m.ip(id); ip != "127.77.11.2" {
		t.Errorf("got %s", ip)
	}
	if got := len(m.network.removed); got != 1 {
		t.Errorf("removed %d addresses", got)
	}
}

func TestGivenTheServerRestartsWhenPodsStartThenPodCIDRAndImagesAreRemembered(t *testing.T) {
	m := newMachine(t).networked("127.77.12.0/24,fd00::/64")
	m.pull("example.test/web:1", nil)
	m.start()
	id, err := m.runSandbox(podOf("a", "x"))
	m.check(err)
	if ip := m.ip(id); ip != "127.77.12.2" {
		t.Errorf("got %s", ip)
	}
	if !m.hasImage("example.test/web:1") {
		t.Error("the image was forgotten")
	}
}

func TestGivenABadPodCIDRWhenToldThenRefused(t *testing.T) {
	m := newMachine(t)
	_, err := m.runtime.UpdateRuntimeConfig(m.context(), &v1.UpdateRuntimeConfigRequest{
		RuntimeConfig: &v1.RuntimeConfig{NetworkConfig: &v1.NetworkConfig{PodCidr: "10.0.0.300/24"}}})
	if err == nil || !strings.Contains(err.Error(), `"10.0.0.300/24"`) {
		t.Fatalf("got %v", err)
	}
}

func TestGivenAnAddressIsReleasedWhenAnotherIsTakenThenItRestsFirst(t *testing.T) {
	network, err := newPodNetwork(filepath.Join(t.TempDir(), "cidr"), &loopback{})
	if err != nil {
		t.Fatal(err)
	}
	if err := network.setCIDR("127.77.13.0/24"); err != nil {
		t.Fatal(err)
	}
	first, err := network.allocate()
	if err != nil {
		t.Fatal(err)
	}
	if err := network.release(first); err != nil {
		t.Fatal(err)
	}
	if second, err := network.allocate(); err != nil || second != netip.MustParseAddr("127.77.13.3") {
		t.Fatalf("got %s, %v", second, err)
	}
}
