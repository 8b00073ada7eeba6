package controllers

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"clusterline.io/sandbox/node/internal/guest"
)

const networkProbeLabel = "clusterline.io/network-probe"

// networkProbe notes on the pods of network probes what their connections would meet: pretended containers send nothing.
// It is as strict as the network would be: a name is answered while CoreDNS is Ready and kube-proxy leads to it, a packet
// arrives while calico-node is Ready on both nodes, and a policy denies while it exists.
func networkProbe() Controller {
	return Controller{Name: "network-probe", Watches: pods, Labels: networkProbeLabel, Reconcile: (&prober{}).answer}
}

// worldLife bounds how old the state is that probes are answered from.
const worldLife = 250 * time.Millisecond

var errUnmet = errors.New("some probes would not end well yet")

// prober remembers its last look: the events of many pods cost a few.
type prober struct{ last *world }

// answer notes for all probes of the namespace, since one that has just come up answers others.
func (p *prober) answer(ctx context.Context, cluster Cluster, pod *unstructured.Unstructured) (err error) {
	if !p.last.covers(pod) {
		if p.last, err = readWorld(ctx, cluster, pod.GetNamespace()); err != nil {
			return err
		}
		for _, probe := range p.last.probes {
			if err := note(ctx, cluster, probe, p.last.answers(probe)); err != nil {
				return err
			}
		}
	}
	if p.last.unmet(pod.GetName()) {
		return errUnmet // looked at again later: what is missing need not be a probe
	}
	return nil
}

// note also remembers the version that it makes, so that its own change is no news.
func note(ctx context.Context, cluster Cluster, pod *corev1.Pod, answers map[string]string) error {
	content, err := json.Marshal(answers)
	if err != nil || len(answers) == 0 || pod.Annotations[guest.ProbeAnswers] == string(content) {
		return err
	}
	patch, err := json.Marshal(object{"metadata": object{"annotations": object{guest.ProbeAnswers: string(content)}}})
	if err != nil {
		return err
	}
	noted, err := cluster.Resource(pods).Namespace(pod.Namespace).
		Patch(ctx, pod.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	if err == nil {
		pod.ResourceVersion = noted.GetResourceVersion()
	}
	return ignoreGone(err)
}

// answers are what each connecting container of the pod would end with, by its name.
func (w *world) answers(pod *corev1.Pod) map[string]string {
	answers := map[string]string{}
	for _, container := range pod.Spec.Containers {
		if slices.Contains(container.Command, "connect") && len(container.Args) > 0 {
			answers[container.Name] = w.outcome(pod, container.Args)
		}
	}
	return answers
}

// outcome follows the probe's script: the first address has to answer, the second has to be silent.
func (w *world) outcome(from *corev1.Pod, addresses []string) string {
	if met := w.connect(from, addresses[0]); met != connected {
		return addresses[0] + ": " + met
	}
	if len(addresses) < 2 {
		return guest.ProbeMet
	}
	switch met := w.connect(from, addresses[1]); met {
	case timeout:
		return guest.ProbeMet
	case connected:
		return addresses[1] + ": CONNECTED"
	default:
		return addresses[1] + ": " + met
	}
}
