package egress

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
)

func tableOf(t *testing.T, services string) ServiceTable {
	t.Helper()
	table := ServiceTable{File: filepath.Join(t.TempDir(), "services.json"), Pods: filepath.Join(t.TempDir(), "pod-cidr")}
	if err := errors.Join(os.WriteFile(table.File, []byte(services), 0o600), os.WriteFile(table.Pods, []byte("192.168.3.0/24\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	return table
}

func TestGivenAServiceWithAReadyPodOfThisMachineWhenAskedThenItIsThatPod(t *testing.T) {
	table := tableOf(t, `{"10.96.0.7:443": ["192.168.9.2:9443", "192.168.3.2:9443"]}`)
	endpoint, known, err := table.endpoint(netip.MustParseAddrPort("10.96.0.7:443"))
	if err != nil || !known || endpoint.String() != "192.168.3.2:9443" {
		t.Errorf("got %s, %v, %v", endpoint, known, err)
	}
}

func TestGivenAServiceWithoutAPodThatCanBeReachedWhenAskedThenItIsKnownAndRefuses(t *testing.T) {
	table := tableOf(t, `{"10.96.0.7:443": [], "10.96.0.8:443": ["203.0.113.9:443"]}`)
	for _, service := range []string{"10.96.0.7:443", "10.96.0.8:443"} {
		if _, known, err := table.endpoint(netip.MustParseAddrPort(service)); !known || !errors.Is(err, errNoEndpoint) {
			t.Errorf("%s: got %v, %v", service, known, err)
		}
	}
}

func TestGivenAnythingElseWhenAskedThenItIsNoService(t *testing.T) {
	table := tableOf(t, `{"10.96.0.7:443": ["192.168.3.2:9443"]}`)
	for _, target := range []string{"10.96.0.7:80", "203.0.113.9:443"} {
		if _, known, _ := table.endpoint(netip.MustParseAddrPort(target)); known {
			t.Errorf("%s is known", target)
		}
	}
	if _, known, _ := (ServiceTable{}).endpoint(netip.MustParseAddrPort("10.96.0.7:443")); known {
		t.Error("known without a table")
	}
}
