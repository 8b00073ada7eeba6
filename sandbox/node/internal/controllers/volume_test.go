package controllers

import (
	"context"
	"testing"
)

const storage = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: gp3}
provisioner: ebs.csi.aws.com
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: Node
metadata: {name: worker-1, labels: {topology.kubernetes.io/zone: ap-northeast-2a, kubernetes.io/hostname: worker-1}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
  namespace: db
  uid: "1234"
  annotations: {volume.kubernetes.io/storage-provisioner: PROVISIONER, NODE}
spec: {accessModes: [ReadWriteOnce], storageClassName: gp3, resources: {requests: {storage: 10Gi}}}
`

func TestGivenAClaimWithAChosenNodeWhenReconciledThenItsVolumeIsTiedToTheZone(t *testing.T) {
	cluster := newCluster(t, replaced(storage, "PROVISIONER", "ebs.csi.aws.com", "NODE", "volume.kubernetes.io/selected-node: worker-1"))
	cluster.reconciled(t, volumeProvisioner(), "db", "data")
	volume := cluster.get(t, volumes, "", "pvc-1234")
	want(t, volume, "10Gi", "spec", "capacity", "storage")
	want(t, volume, "1234", "spec", "claimRef", "uid")
	want(t, volume, "Delete", "spec", "persistentVolumeReclaimPolicy")
	want(t, volume, "/var/lib/sandbox-volumes/pvc-1234", "spec", "hostPath", "path")
	want(t, volume, "DirectoryOrCreate", "spec", "hostPath", "type")
	terms := value(volume, "spec", "nodeAffinity", "required", "nodeSelectorTerms").([]any)
	place := terms[0].(object)["matchExpressions"].([]any)[0].(object)
	if place["key"] != zoneLabel || place["values"].([]any)[0] != "ap-northeast-2a" {
		t.Errorf("%v", place)
	}
}

func TestGivenAClaimOfAnotherProvisionerOrWithoutANodeWhenReconciledThenNoVolume(t *testing.T) {
	for _, claim := range []string{
		replaced(storage, "PROVISIONER", "ebs.csi.aws.com", "NODE", "x: y"),
		replaced(storage, "PROVISIONER", "efs.csi.aws.com", "NODE", "volume.kubernetes.io/selected-node: worker-1"),
	} {
		cluster := newCluster(t, claim)
		cluster.reconciled(t, volumeProvisioner(), "db", "data")
		if found := cluster.list(t, volumes); len(found) != 0 {
			t.Errorf("%v", found)
		}
	}
}

func TestGivenReleasedVolumesWhenReconciledThenOnlyOursWithDeletePolicyGo(t *testing.T) {
	const released = `
apiVersion: v1
kind: PersistentVolume
metadata: {name: a, annotations: {pv.kubernetes.io/provisioned-by: BY}}
spec: {persistentVolumeReclaimPolicy: POLICY}
status: {phase: PHASE}
`
	for _, each := range []struct {
		by, policy, phase string
		left              int
	}{
		{"ebs.csi.aws.com", "Delete", "Released", 0}, {"ebs.csi.aws.com", "Retain", "Released", 1},
		{"ebs.csi.aws.com", "Delete", "Bound", 1}, {"other", "Delete", "Released", 1},
	} {
		cluster := newCluster(t, replaced(released, "BY", each.by, "POLICY", each.policy, "PHASE", each.phase))
		if err := volumeDeleter().Reconcile(context.Background(), cluster, cluster.get(t, volumes, "", "a")); err != nil {
			t.Fatal(err)
		}
		if found := cluster.list(t, volumes); len(found) != each.left {
			t.Errorf("%+v: left %v", each, found)
		}
	}
}
