package controllers

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	ebsProvisioner       = "ebs.csi.aws.com"
	storageProvisioner   = "volume.kubernetes.io/storage-provisioner"
	selectedNode         = "volume.kubernetes.io/selected-node"
	provisionedBy        = "pv.kubernetes.io/provisioned-by"
	zoneLabel            = "topology.kubernetes.io/zone"
	hostnameLabel        = "kubernetes.io/hostname"
	volumeDirectory      = "/var/lib/sandbox-volumes/"
	waitForFirstConsumer = "WaitForFirstConsumer"
	deletePolicy         = "Delete"
	defaultBindingMode   = "Immediate"
	released             = "Released"
)

// By its label only: the driver's pods on the nodes have the same image.
var ebsDriver = Program{LabelKey: "app", LabelValue: "ebs-csi-controller"}

// volumeProvisioner makes a volume for each claim of an EBS storage class: a directory of the machine instead of a
// disk, tied to the zone of the node that the scheduler chose, as a disk would be.
func volumeProvisioner() Controller {
	return Controller{Name: "volume", StandsFor: ebsDriver, Watches: claims, Reconcile: provision}
}

func provision(ctx context.Context, cluster Cluster, claim *unstructured.Unstructured) error {
	annotations := claim.GetAnnotations()
	if annotations[storageProvisioner] != ebsProvisioner || text(claim, "spec", "volumeName") != "" {
		return nil
	}
	class, err := cluster.Resource(storageClasses).Get(ctx, text(claim, "spec", "storageClassName"), metav1.GetOptions{})
	if err != nil {
		return ignoreGone(err)
	}
	node := annotations[selectedNode]
	if node == "" && text(class, "volumeBindingMode") == waitForFirstConsumer {
		return nil // the scheduler has not chosen yet
	}
	affinity, err := volumeAffinity(ctx, cluster, node)
	if err != nil {
		return err
	}
	return cluster.create(ctx, volumes, "", volume(claim, class, affinity))
}

func volume(claim, class *unstructured.Unstructured, affinity object) object {
	name := "pvc-" + string(claim.GetUID())
	policy := text(class, "reclaimPolicy")
	if policy == "" {
		policy = deletePolicy
	}
	spec := object{
		"capacity":                      object{"storage": value(claim, "spec", "resources", "requests", "storage")},
		"accessModes":                   value(claim, "spec", "accessModes"),
		"persistentVolumeReclaimPolicy": policy,
		"storageClassName":              class.GetName(),
		"claimRef": object{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": claim.GetNamespace(),
			"name": claim.GetName(), "uid": string(claim.GetUID())},
		"hostPath": object{"path": volumeDirectory + name, "type": "DirectoryOrCreate"},
	}
	if affinity != nil {
		spec["nodeAffinity"] = affinity
	}
	return object{"apiVersion": "v1", "kind": "PersistentVolume", "spec": spec,
		"metadata": object{"name": name, "annotations": object{provisionedBy: ebsProvisioner}}}
}

// volumeAffinity is nil without a node: the class binds at once, before there is a pod.
func volumeAffinity(ctx context.Context, cluster Cluster, name string) (object, error) {
	if name == "" {
		return nil, nil
	}
	node, err := cluster.Resource(nodes).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	key := zoneLabel
	if node.GetLabels()[key] == "" {
		key = hostnameLabel
	}
	place := object{"key": key, "operator": "In", "values": []any{node.GetLabels()[key]}}
	return object{"required": object{"nodeSelectorTerms": []any{object{"matchExpressions": []any{place}}}}}, nil
}

// volumeDeleter removes released volumes whose class says so.
func volumeDeleter() Controller {
	return Controller{Name: "volume-deletion", StandsFor: ebsDriver, Watches: volumes, Reconcile: deleteReleased}
}

func deleteReleased(ctx context.Context, cluster Cluster, volume *unstructured.Unstructured) error {
	if volume.GetAnnotations()[provisionedBy] != ebsProvisioner || text(volume, "status", "phase") != released ||
		text(volume, "spec", "persistentVolumeReclaimPolicy") != deletePolicy {
		return nil
	}
	return ignoreGone(cluster.Resource(volumes).Delete(ctx, volume.GetName(), metav1.DeleteOptions{}))
}
