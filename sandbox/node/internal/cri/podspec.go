package cri

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

const (
	podLookupLimit    = 10 * time.Second
	podLookupInterval = 100 * time.Millisecond
)

// podSource knows the pods of this machine. CRI itself does not say what is an init container, a Job or a probe.
type podSource interface {
	find(ctx context.Context, uid string) (*corev1.Pod, error)
}

// kubeletPods asks the kubelet's read-only server.
type kubeletPods struct{ address string }

// find waits a little: a starting kubelet runs its static pods before its server.
func (k kubeletPods) find(ctx context.Context, uid string) (*corev1.Pod, error) {
	ctx, cancel := context.WithTimeout(ctx, podLookupLimit)
	defer cancel()
	ticker := time.NewTicker(podLookupInterval)
	defer ticker.Stop()
	for {
		pod, err := k.ask(ctx, uid)
		if err == nil {
			return pod, nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("waited for pod %s at the kubelet's read-only port %s; last answer: %w", uid, k.address, err)
		}
	}
}

func (k kubeletPods) ask(ctx context.Context, uid string) (*corev1.Pod, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+k.address+"/pods", nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s", response.Status)
	}
	var list corev1.PodList
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list.Items, func(pod corev1.Pod) bool { return pod.UID == types.UID(uid) })
	if at < 0 {
		return nil, fmt.Errorf("not among its %d pods", len(list.Items))
	}
	return &list.Items[at], nil
}

// specOf finds a container in its pod, and tells whether it is meant to end: init containers (but no sidecars), and
// the containers of pods that are not restarted after success, such as Jobs'.
func specOf(pod *corev1.Pod, name string) (spec *corev1.Container, ends bool) {
	for i := range pod.Spec.InitContainers {
		spec := &pod.Spec.InitContainers[i]
		if spec.Name == name {
			return spec, spec.RestartPolicy == nil || *spec.RestartPolicy != corev1.ContainerRestartPolicyAlways
		}
	}
	for i := range pod.Spec.Containers {
		if pod.Spec.Containers[i].Name == name {
			return &pod.Spec.Containers[i], pod.Spec.RestartPolicy != corev1.RestartPolicyAlways
		}
	}
	return &corev1.Container{Name: name}, false // an ephemeral one: kubectl debug
}
