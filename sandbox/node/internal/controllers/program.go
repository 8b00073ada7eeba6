package controllers

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Program recognises the pods whose work a controller does: by a label that every known manifest gives them, or by
// their image.
type Program struct {
	LabelKey, LabelValue string
	Image                string // end of the image's repository
}

func (p Program) runsIn(pod *corev1.Pod) bool {
	if p.LabelKey != "" && pod.Labels[p.LabelKey] == p.LabelValue {
		return true
	}
	for _, container := range pod.Spec.Containers {
		repository, _, _ := strings.Cut(container.Image, "@")
		if colon := strings.LastIndex(repository, ":"); colon > strings.LastIndex(repository, "/") {
			repository = repository[:colon]
		}
		if p.Image != "" && strings.HasSuffix("/"+repository, "/"+p.Image) {
			return true
		}
	}
	return false
}

func ready(pod *corev1.Pod) bool {
	if pod.DeletionTimestamp != nil {
		return false
	}
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

// essentials keeps of a pod what runsIn and ready look at, to hold hundreds of pods in little memory.
func essentials(object any) (any, error) {
	pod, ok := object.(*corev1.Pod)
	if !ok {
		return object, nil
	}
	slim := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{
		Name: pod.Name, Namespace: pod.Namespace, UID: pod.UID, ResourceVersion: pod.ResourceVersion,
		Labels: pod.Labels, DeletionTimestamp: pod.DeletionTimestamp,
	}}
	slim.Status.Conditions = pod.Status.Conditions
	for _, container := range pod.Spec.Containers {
		slim.Spec.Containers = append(slim.Spec.Containers, corev1.Container{Name: container.Name, Image: container.Image})
	}
	return slim, nil
}
