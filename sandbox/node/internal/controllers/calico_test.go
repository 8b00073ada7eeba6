package controllers

import (
	"context"
	"strings"
	"testing"
)

const calicoDaemonSet = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: calico-node, namespace: kube-system}
spec:
  template:
    spec:
      containers:
      - name: other
        env: [{name: CALICO_IPV4POOL_CIDR, value: 10.1.0.0/16}]
      - name: calico-node
        env: [ENV]
`

func calicoWith(env string) string { return strings.Replace(calicoDaemonSet, "ENV", env, 1) }

func TestGivenSettingsOfCalicoNodeWhenReconciledThenThePoolFollowsThem(t *testing.T) {
	cluster := newCluster(t, calicoWith(`{name: CALICO_IPV4POOL_CIDR, value: 10.244.3.0/16}, {name: CALICO_IPV4POOL_VXLAN, value: CrossSubnet},
		{name: CALICO_IPV4POOL_IPIP, value: Never}, {name: CALICO_IPV4POOL_NAT_OUTGOING, value: "false"}, {name: CALICO_IPV4POOL_BLOCK_SIZE, value: "24"}`))
	cluster.reconciled(t, ippool(), "kube-system", "calico-node")
	pool := cluster.get(t, ipPools, "", "default-ipv4-ippool")
	want(t, pool, "10.244.0.0/16", "spec", "cidr")
	want(t, pool, "CrossSubnet", "spec", "vxlanMode")
	want(t, pool, "Never", "spec", "ipipMode")
	want(t, pool, "all()", "spec", "nodeSelector")
	if value(pool, "spec", "natOutgoing") != false || value(pool, "spec", "blockSize") != int64(24) {
		t.Errorf("%v", pool.Object["spec"])
	}
}

func TestGivenNoCIDRWhenReconciledThenKubeadmsPodSubnetIsTaken(t *testing.T) {
	cluster := newCluster(t, calicoWith(`{name: CALICO_IPV4POOL_VXLAN, value: Always}`)+`
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kubeadm-config, namespace: kube-system}
data: {ClusterConfiguration: "networking: {podSubnet: 'fd00::/56,10.99.0.0/16'}"}
`)
	cluster.reconciled(t, ippool(), "kube-system", "calico-node")
	want(t, cluster.get(t, ipPools, "", "default-ipv4-ippool"), "10.99.0.0/16", "spec", "cidr")
}

func TestGivenAPoolOrTheWishForNoneWhenReconciledThenNoneIsMade(t *testing.T) {
	existing := newCluster(t, calicoWith(`{name: CALICO_IPV4POOL_CIDR, value: 10.244.0.0/16}`)+`
---
apiVersion: crd.projectcalico.org/v1
kind: IPPool
metadata: {name: mine}
spec: {cidr: 10.1.0.0/16, vxlanMode: Never}
`)
	existing.reconciled(t, ippool(), "kube-system", "calico-node")
	if found := existing.list(t, ipPools); len(found) != 1 || text(&found[0], "spec", "vxlanMode") != "Never" {
		t.Errorf("%v", found)
	}
	unwanted := newCluster(t, calicoWith(`{name: NO_DEFAULT_POOLS, value: "true"}`))
	unwanted.reconciled(t, ippool(), "kube-system", "calico-node")
	if found := unwanted.list(t, ipPools); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestGivenABadSettingWhenReconciledThenTheErrorNamesItAndItsValue(t *testing.T) {
	for _, bad := range [][2]string{{"CALICO_IPV4POOL_CIDR", "10.0.0.0"}, {"CALICO_IPV4POOL_VXLAN", "Sometimes"}, {"CALICO_IPV4POOL_BLOCK_SIZE", "8"}} {
		cluster := newCluster(t, calicoWith("{name: "+bad[0]+", value: '"+bad[1]+"'}"))
		err := ippool().Reconcile(context.Background(), cluster, cluster.get(t, daemonSets, "kube-system", "calico-node"))
		if err == nil || !strings.Contains(err.Error(), bad[0]) || !strings.Contains(err.Error(), bad[1]) {
			t.Errorf("%v: got %v", bad, err)
		}
	}
}

func TestGivenOwnerlessContainerNamesWhenImagesComparedThenOnlyTheProgramItselfMatches(t *testing.T) {
	for image, wanted := range map[string]bool{
		"docker.io/calico/node:v3.30": true, "localhost:5000/calico/node@sha256:ab": true,
		"docker.io/calico/kube-controllers:v3": false, "docker.io/notcalico/node:1": false,
	} {
		if got := calicoNode.runsIn(podWith(image, nil)); got != wanted {
			t.Errorf("%s: %v", image, got)
		}
	}
	if !calicoNode.runsIn(podWith("mirror/x:1", map[string]string{"k8s-app": "calico-node"})) {
		t.Error("not found by its label")
	}
}
