package cgroup

import (
	"strings"
	"testing"
)

func TestGivenCommandLinesWhenLookedAtThenThoseOfKubeadmThatCheckTheMachineAreKnown(t *testing.T) {
	for line, wanted := range map[string]bool{
		"kubeadm init --config x":              true,
		"/usr/bin/kubeadm --v=5 join 10.0.0.1": true,
		"/opt/sandbox/bin/kube kubeadm init":   true,
		"kubeadm token create":                 false,
		"kubeadm":                              false,
		"kubelet --config=init":                false,
		"/opt/sandbox/bin/kube cri":            false,
		"/opt/sandbox/bin/kube":                false,
		"kubectl delete pod join":              false,
	} {
		if got := preflights(strings.Fields(line)); got != wanted {
			t.Errorf("%s: got %v", line, got)
		}
	}
}
