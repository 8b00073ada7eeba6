package controllers

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"clusterline.io/sandbox/node/internal/guest"
)

// What a connection meets, in agnhost's words.
const (
	connected  = ""
	timeout    = "TIMEOUT"
	turnedAway = "REFUSED"

	systemNamespace = "kube-system"
	systemPods      = "k8s-app in (calico-node,kube-proxy,kube-dns)"
	clusterDomain   = ".svc.cluster.local."
	apiServer       = "kubernetes.default" + clusterDomain
	dnsPort         = 53
)

// world is what decides whether a packet of a probe would arrive.
type world struct {
	at       time.Time
	probes   []*corev1.Pod
	system   []*corev1.Pod // network agents, kube-proxy, CoreDNS
	services []*corev1.Service
	policies []*networkingv1.NetworkPolicy
}

func readWorld(ctx context.Context, cluster Cluster, namespace string) (*world, error) {
	w := &world{at: time.Now()}
	for _, read := range []error{
		list(ctx, cluster, pods, namespace, networkProbeLabel, &w.probes),
		list(ctx, cluster, pods, systemNamespace, systemPods, &w.system),
		list(ctx, cluster, services, namespace, "", &w.services),
		list(ctx, cluster, networkPolicies, namespace, "", &w.policies),
		list(ctx, cluster, networkPolicies, systemNamespace, "", &w.policies),
	} {
		if read != nil {
			return nil, read
		}
	}
	return w, nil
}

// list appends all that the API server knows at once, without asking etcd.
func list[T any](ctx context.Context, cluster Cluster, resource schema.GroupVersionResource, namespace, labels string, into *[]*T) error {
	found, err := cluster.Resource(resource).Namespace(namespace).
		List(ctx, metav1.ListOptions{LabelSelector: labels, ResourceVersion: "0"})
	if err != nil {
		return fmt.Errorf("list %s: %w", resource.Resource, err)
	}
	for _, each := range found.Items {
		typed := new(T)
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(each.Object, typed); err != nil {
			return fmt.Errorf("%s %s: %w", resource.Resource, each.GetName(), err)
		}
		*into = append(*into, typed)
	}
	return nil
}

// covers tells whether the pod has been looked at just now as it is.
func (w *world) covers(pod *unstructured.Unstructured) bool {
	return w != nil && time.Since(w.at) < worldLife && slices.ContainsFunc(w.probes, func(known *corev1.Pod) bool {
		return known.UID == pod.GetUID() && known.ResourceVersion == pod.GetResourceVersion()
	})
}

func (w *world) unmet(name string) bool {
	for _, probe := range w.probes {
		if probe.Name == name {
			for _, answer := range w.answers(probe) {
				if answer != guest.ProbeMet {
					return true
				}
			}
		}
	}
	return false
}

// connect is what a connection from the pod to host:port meets.
func (w *world) connect(from *corev1.Pod, address string) string {
	host, text, err := net.SplitHostPort(address)
	port, err2 := strconv.Atoi(text)
	if err != nil || err2 != nil {
		return "OTHER: not an address: " + address
	}
	if !w.runs("calico-node", from.Spec.NodeName) {
		return timeout
	}
	if !w.resolves(from) {
		return "DNS: lookup " + host + ": i/o timeout"
	}
	if host == apiServer { // whose answer is why this program runs at all
		return connected
	}
	target := w.named(host)
	if target == nil {
		return "DNS: lookup " + host + ": no such host"
	}
	return w.arrive(from, target, port)
}

// resolves: the query goes to a Service's address, and from there to any Ready CoreDNS.
func (w *world) resolves(from *corev1.Pod) bool {
	return w.runs("kube-proxy", from.Spec.NodeName) && slices.ContainsFunc(w.system, func(pod *corev1.Pod) bool {
		return pod.Labels["k8s-app"] == "kube-dns" && ready(pod) && w.runs("calico-node", pod.Spec.NodeName) &&
			w.allowed(from, pod, corev1.ProtocolUDP, dnsPort)
	})
}

// named finds a pod by the name that a headless Service gives it.
func (w *world) named(host string) *corev1.Pod {
	hostname, rest, _ := strings.Cut(strings.TrimSuffix(host, clusterDomain), ".")
	subdomain, namespace, _ := strings.Cut(rest, ".")
	for _, service := range w.services {
		if service.Name != subdomain || service.Namespace != namespace || service.Spec.ClusterIP != corev1.ClusterIPNone {
			continue
		}
		for _, pod := range w.probes {
			if pod.Spec.Hostname == hostname && pod.Spec.Subdomain == subdomain && pod.Status.PodIP != "" &&
				matches(&metav1.LabelSelector{MatchLabels: service.Spec.Selector}, pod.Labels) {
				return pod
			}
		}
	}
	return nil
}

func (w *world) arrive(from, to *corev1.Pod, port int) string {
	switch {
	case !w.runs("calico-node", to.Spec.NodeName), !w.allowed(from, to, corev1.ProtocolTCP, port):
		return timeout
	case !listens(to, port):
		return turnedAway
	default:
		return connected
	}
}

// runs tells whether the node has a Ready pod of that program.
func (w *world) runs(program, node string) bool {
	return slices.ContainsFunc(w.system, func(pod *corev1.Pod) bool {
		return pod.Labels["k8s-app"] == program && pod.Spec.NodeName == node && ready(pod)
	})
}

// listens: a container that names the port is Ready.
func listens(pod *corev1.Pod, port int) bool {
	for _, container := range pod.Spec.Containers {
		named := slices.ContainsFunc(container.Ports, func(p corev1.ContainerPort) bool { return int(p.ContainerPort) == port })
		runs := slices.ContainsFunc(pod.Status.ContainerStatuses, func(s corev1.ContainerStatus) bool {
			return s.Name == container.Name && s.Ready
		})
		if named && runs {
			return true
		}
	}
	return false
}
