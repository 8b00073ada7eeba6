package controllers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"clusterline.io/sandbox/node/internal/guest"
)

// A cluster of two nodes with a probe on each, and a stranger that may use port 8081 only.
func probed() string {
	documents := []string{service, policy, probe("node-0", "a", "member", true), probe("node-1", "b", "member", true), probe("stranger", "b", "stranger", true)}
	for _, program := range []string{"calico-node", "kube-proxy"} {
		documents = append(documents, systemPod(program, "a", true), systemPod(program, "b", true))
	}
	return strings.Join(append(documents, systemPod("kube-dns", "a", true)), "\n---\n")
}

const service = `
apiVersion: v1
kind: Service
metadata: {name: nodes, namespace: probes}
spec: {clusterIP: None, selector: {clusterline.io/network-probe: member}}`

const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: guarded, namespace: probes}
spec:
  podSelector: {matchLabels: {clusterline.io/network-probe: member}}
  policyTypes: [Ingress]
  ingress:
  - from: [{podSelector: {matchLabels: {clusterline.io/network-probe: member}}}]
    ports: [{protocol: TCP, port: 8080}]
  - ports: [{protocol: TCP, port: 8081}]`

func probe(name, node, label string, serves bool) string {
	peer := map[string]string{"node-0": "node-1", "node-1": "node-0", "stranger": "node-0"}[name] + ".nodes.probes.svc.cluster.local."
	second := ""
	if label == "stranger" {
		peer, second = peer+":8081", fmt.Sprintf(`, "%s:8080"`, peer)
	} else {
		peer += ":8080"
	}
	return fmt.Sprintf(`
apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: probes, uid: uid-%s, labels: {clusterline.io/network-probe: %s}}
spec:
  nodeName: %s
  hostname: %s
  subdomain: nodes
  containers:
  - {name: server, args: [porter], ports: [{containerPort: 8080}, {containerPort: 8081}]}
  - {name: dns, command: [sh, -c, script, connect], args: ["kubernetes.default.svc.cluster.local.:443"]}
  - {name: peer, command: [sh, -c, script, connect], args: ["%s"%s]}
status: {podIP: 192.168.0.5, containerStatuses: [{name: server, ready: %v}]}`, name, name, label, node, name, peer, second, serves)
}

func systemPod(program, node string, ready bool) string {
	status := "False"
	if ready {
		status = "True"
	}
	return fmt.Sprintf(`
apiVersion: v1
kind: Pod
metadata: {name: %s-%s, namespace: kube-system, labels: {k8s-app: %s}}
spec: {nodeName: %s}
status: {conditions: [{type: Ready, status: "%s"}]}`, program, node, program, node, status)
}

func answersOf(t *testing.T, cluster Cluster, name string) map[string]string {
	t.Helper()
	pod := cluster.get(t, pods, "probes", name)
	if err := networkProbe().Reconcile(context.Background(), cluster, pod); err != nil && err != errUnmet {
		t.Fatal(err)
	}
	answers := map[string]string{}
	noted := cluster.get(t, pods, "probes", name).GetAnnotations()[guest.ProbeAnswers]
	if err := json.Unmarshal([]byte(noted), &answers); err != nil {
		t.Fatalf("%q: %v", noted, err)
	}
	return answers
}

func TestGivenAHealthyNetworkWhenProbedThenAllIsAsExpected(t *testing.T) {
	cluster := newCluster(t, probed())
	cluster.reconciled(t, networkProbe(), "probes", "node-0")
	for _, name := range []string{"node-0", "node-1", "stranger"} {
		for container, answer := range answersOf(t, cluster, name) {
			if answer != guest.ProbeMet {
				t.Errorf("%s of %s: %s", container, name, answer)
			}
		}
	}
}

func TestGivenOnePartThatIsMissingWhenProbedThenItIsAsStrictAsTheNetwork(t *testing.T) {
	for _, given := range []struct{ without, instead, probe, container, says string }{
		{systemPod("kube-dns", "a", true), systemPod("kube-dns", "a", false), "node-1", "dns", "DNS: lookup kubernetes.default.svc.cluster.local.: i/o timeout"},
		{systemPod("kube-dns", "a", true), "", "node-0", "peer", "DNS: lookup"},
		{systemPod("kube-proxy", "b", true), systemPod("kube-proxy", "b", false), "node-1", "dns", "DNS: lookup"},
		{systemPod("calico-node", "b", true), systemPod("calico-node", "b", false), "node-1", "dns", "TIMEOUT"},
		{systemPod("calico-node", "b", true), systemPod("calico-node", "b", false), "node-0", "peer", "node-1.nodes.probes.svc.cluster.local.:8080: TIMEOUT"},
		{probe("node-1", "b", "member", true), probe("node-1", "b", "member", false), "node-0", "peer", "REFUSED"},
		{probe("node-1", "b", "member", true), "", "node-0", "peer", "no such host"},
		{service, "", "node-0", "peer", "no such host"},
		{policy, "", "stranger", "peer", "node-0.nodes.probes.svc.cluster.local.:8080: CONNECTED"},
		{policy, strings.Replace(policy, "  - ports: [{protocol: TCP, port: 8081}]", "", 1), "stranger", "peer", ":8081: TIMEOUT"},
		{policy, strings.Replace(policy, "8080", "8082", 1), "node-0", "peer", ":8080: TIMEOUT"},
		{probe("node-0", "a", "member", true), probe("node-0", "a", "member", false), "stranger", "peer", ":8081: REFUSED"},
	} {
		stream := strings.Replace(probed(), given.without, given.instead, 1)
		if stream == probed() {
			t.Fatalf("nothing replaced: %s", given.without)
		}
		if got := answersOf(t, newCluster(t, stream), given.probe)[given.container]; !strings.Contains(got, given.says) {
			t.Errorf("%s of %s: got %q, want %q", given.container, given.probe, got, given.says)
		}
	}
}

func TestGivenADenialOfAllEgressWhenProbedThenNoNameIsResolved(t *testing.T) {
	stream := probed() + `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: none, namespace: probes}
spec: {podSelector: {}, policyTypes: [Egress]}`
	if got := answersOf(t, newCluster(t, stream), "node-0")["dns"]; !strings.HasPrefix(got, "kubernetes.default.svc.cluster.local.:443: DNS: ") {
		t.Errorf("got %q", got)
	}
}

func TestGivenAnUnmetProbeWhenReconciledThenItIsLookedAtAgain(t *testing.T) {
	cluster := newCluster(t, strings.Replace(probed(), policy, "", 1))
	if err := networkProbe().Reconcile(context.Background(), cluster, cluster.get(t, pods, "probes", "stranger")); err != errUnmet {
		t.Errorf("got %v", err)
	}
}
