package egress

import (
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"strings"
)

var errNoEndpoint = errors.New("the Service has no Ready pod on this machine")

// ServiceTable leads the API server to pods behind Services, as kube-proxy's rules do: only to pods of this machine,
// since others cannot be reached, and to nothing but pods, whatever the endpoints of a Service claim.
type ServiceTable struct {
	File string // address:port of the Service → endpoints, written by the stand-in of kube-proxy; empty: none
	Pods string // file with the range of this machine's pods
}

// endpoint tells whether the target is a Service, and the pod that answers for it.
func (t ServiceTable) endpoint(target netip.AddrPort) (endpoint netip.AddrPort, known bool, err error) {
	content, err := os.ReadFile(t.File)
	if err != nil {
		return target, false, err
	}
	var services map[string][]string
	if err := json.Unmarshal(content, &services); err != nil {
		return target, false, err
	}
	endpoints, known := services[target.String()]
	for _, candidate := range endpoints {
		if pod, err := netip.ParseAddrPort(candidate); err == nil && t.isPod(pod.Addr()) {
			return pod, true, nil
		}
	}
	return target, known, errNoEndpoint
}

func (t ServiceTable) isPod(address netip.Addr) bool {
	content, err := os.ReadFile(t.Pods)
	if err != nil {
		return false
	}
	pods, err := netip.ParsePrefix(strings.TrimSpace(string(content)))
	return err == nil && pods.Contains(address)
}
