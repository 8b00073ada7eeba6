package controllers

import (
	"context"
	"encoding/json"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

const inputHash = "prometheus-operator-input-hash"

var prometheusOperator = Program{Image: "prometheus-operator"}

// operator makes the workloads of Prometheus and Alertmanager objects, named and labelled as the real operator's.
func operator() []Controller {
	return []Controller{
		{Name: "prometheus", StandsFor: prometheusOperator, Watches: prometheuses, Reconcile: prometheus.reconcile},
		{Name: "alertmanager", StandsFor: prometheusOperator, Watches: alertmanagers, Reconcile: alertmanager.reconcile},
	}
}

// monitor is one kind of server that the operator runs.
type monitor struct {
	kind       string // also the prefix of its workloads' names
	repository string
	version    string // when the object names none
	port       int64
}

var (
	prometheus   = monitor{kind: "prometheus", repository: "quay.io/prometheus/prometheus", version: "v3.5.0", port: 9090}
	alertmanager = monitor{kind: "alertmanager", repository: "quay.io/prometheus/alertmanager", version: "v0.28.1", port: 9093}
)

func (m monitor) reconcile(ctx context.Context, cluster Cluster, owner *unstructured.Unstructured) error {
	if owner.GetDeletionTimestamp() != nil {
		return nil
	}
	if err := cluster.create(ctx, services, owner.GetNamespace(), m.service(owner)); err != nil {
		return err
	}
	sum, err := hash(owner.Object["spec"])
	if err != nil {
		return err
	}
	return m.ensure(ctx, cluster, owner, m.statefulSet(owner, sum))
}

// ensure creates the StatefulSet, or changes what may change of one that was made for another specification.
func (m monitor) ensure(ctx context.Context, cluster Cluster, owner *unstructured.Unstructured, wanted *unstructured.Unstructured) error {
	client := cluster.Resource(statefulSets).Namespace(owner.GetNamespace())
	existing, err := client.Get(ctx, wanted.GetName(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return cluster.create(ctx, statefulSets, owner.GetNamespace(), wanted.Object)
	}
	if err != nil || existing.GetAnnotations()[inputHash] == wanted.GetAnnotations()[inputHash] {
		return err
	}
	patch, err := json.Marshal(object{
		"metadata": object{"annotations": wanted.GetAnnotations()},
		"spec":     object{"replicas": value(wanted, "spec", "replicas"), "template": value(wanted, "spec", "template")},
	})
	if err != nil {
		return err
	}
	_, err = client.Patch(ctx, wanted.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	return ignoreGone(err)
}

// service is the headless one that governs all StatefulSets of this kind in the namespace.
func (m monitor) service(owner *unstructured.Unstructured) object {
	return object{"apiVersion": "v1", "kind": "Service",
		"metadata": object{"name": m.kind + "-operated", "namespace": owner.GetNamespace(), "labels": object{"operated-" + m.kind: "true"}},
		"spec": object{"clusterIP": "None", "selector": object{"app.kubernetes.io/name": m.kind},
			"ports": []any{object{"name": "http-web", "port": m.port, "targetPort": "http-web"}}}}
}

func (m monitor) labels(owner *unstructured.Unstructured) object {
	labels := object{
		"app.kubernetes.io/name": m.kind, "app.kubernetes.io/instance": owner.GetName(),
		"app.kubernetes.io/managed-by": "prometheus-operator", m.kind: owner.GetName(),
	}
	if m.kind == prometheus.kind {
		labels["operator.prometheus.io/name"], labels["operator.prometheus.io/shard"] = owner.GetName(), "0"
	}
	return labels
}
