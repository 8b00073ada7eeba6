package controllers

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// podSettings are the fields of the owner's specification that go into the pods as they are.
var podSettings = []string{"tolerations", "nodeSelector", "affinity", "serviceAccountName", "securityContext", "priorityClassName",
	"topologySpreadConstraints", "imagePullSecrets"}

func (m monitor) statefulSet(owner *unstructured.Unstructured, sum string) *unstructured.Unstructured {
	labels := m.labels(owner)
	replicas := value(owner, "spec", "replicas")
	if replicas == nil {
		replicas = int64(1)
	}
	spec := object{
		"replicas": replicas, "serviceName": m.kind + "-operated", "podManagementPolicy": "Parallel",
		"selector": object{"matchLabels": labels}, "template": object{"metadata": m.podMetadata(owner, labels), "spec": m.podSpec(owner)},
	}
	if claim := value(owner, "spec", "storage", "volumeClaimTemplate", "spec"); claim != nil {
		spec["volumeClaimTemplates"] = []any{object{"metadata": object{"name": m.volumeName(owner)}, "spec": claim}}
	}
	return &unstructured.Unstructured{Object: object{"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": spec,
		"metadata": object{"name": m.kind + "-" + owner.GetName(), "namespace": owner.GetNamespace(), "labels": labels,
			"annotations": object{inputHash: sum}, "ownerReferences": ownedBy(owner)}}}
}

func (m monitor) volumeName(owner *unstructured.Unstructured) string {
	return m.kind + "-" + owner.GetName() + "-db"
}

func (m monitor) podMetadata(owner *unstructured.Unstructured, labels object) object {
	all := object{}
	if extra, ok := value(owner, "spec", "podMetadata", "labels").(object); ok {
		for key, label := range extra {
			all[key] = label
		}
	}
	for key, label := range labels {
		all[key] = label
	}
	return object{"labels": all, "annotations": object{"kubectl.kubernetes.io/default-container": m.kind}}
}

func (m monitor) podSpec(owner *unstructured.Unstructured) object {
	server := object{
		"name": m.kind, "image": m.image(owner), "ports": []any{object{"name": "http-web", "containerPort": m.port}},
		"readinessProbe": object{"httpGet": object{"path": "/-/ready", "port": "http-web"}, "periodSeconds": int64(2), "failureThreshold": int64(8)},
	}
	if resources := value(owner, "spec", "resources"); resources != nil {
		server["resources"] = resources
	}
	pod := object{"containers": []any{server}}
	if value(owner, "spec", "storage", "volumeClaimTemplate", "spec") != nil {
		server["volumeMounts"] = []any{object{"name": m.volumeName(owner), "mountPath": "/" + m.kind}}
	}
	for _, setting := range podSettings {
		if given := value(owner, "spec", setting); given != nil {
			pod[setting] = given
		}
	}
	return pod
}

func (m monitor) image(owner *unstructured.Unstructured) string {
	if image := text(owner, "spec", "image"); image != "" {
		return image
	}
	version := text(owner, "spec", "version")
	if version == "" {
		version = m.version
	}
	return m.repository + ":" + version
}
