package controllers

import (
	"context"
	"encoding/json"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// networkCondition clears the node's NetworkUnavailable, as calico-node does on its own node when it is up.
func networkCondition() Controller {
	return Controller{Name: "network-condition", StandsFor: calicoNode, Watches: pods, Labels: "k8s-app=calico-node", Reconcile: clearNetworkUnavailable}
}

func clearNetworkUnavailable(ctx context.Context, cluster Cluster, pod *unstructured.Unstructured) error {
	name := text(pod, "spec", "nodeName")
	if name == "" || conditionStatus(pod, "Ready") != "True" {
		return nil
	}
	node, err := cluster.Resource(nodes).Get(ctx, name, metav1.GetOptions{})
	if err != nil || conditionStatus(node, "NetworkUnavailable") == "False" {
		return ignoreGone(err)
	}
	now := time.Now().UTC().Format(time.RFC3339)
	patch, err := json.Marshal(object{"status": object{"conditions": []any{object{
		"type": "NetworkUnavailable", "status": "False", "reason": "CalicoIsUp", "message": "Calico is running on this node",
		"lastHeartbeatTime": now, "lastTransitionTime": now,
	}}}})
	if err != nil {
		return err
	}
	_, err = cluster.Resource(nodes).Patch(ctx, name, types.StrategicMergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager}, "status")
	return ignoreGone(err)
}

// conditionStatus is the status of a condition, or empty.
func conditionStatus(of *unstructured.Unstructured, kind string) string {
	conditions, _, _ := unstructured.NestedSlice(of.Object, "status", "conditions")
	for _, each := range conditions {
		if condition, _ := each.(object); condition["type"] == kind {
			status, _ := condition["status"].(string)
			return status
		}
	}
	return ""
}
