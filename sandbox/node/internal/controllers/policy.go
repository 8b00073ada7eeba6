package controllers

import (
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// namespaceName is the label that every namespace has; of others nothing is known here.
const namespaceName = "kubernetes.io/metadata.name"

// allowed tells whether the policies let a packet leave the one pod and enter the other.
func (w *world) allowed(from, to *corev1.Pod, protocol corev1.Protocol, port int) bool {
	return w.permits(from, networkingv1.PolicyTypeEgress, to, protocol, port) &&
		w.permits(to, networkingv1.PolicyTypeIngress, from, protocol, port)
}

// permits asks the policies of one pod about another: without any that selects it, everything is allowed.
func (w *world) permits(pod *corev1.Pod, direction networkingv1.PolicyType, peer *corev1.Pod, protocol corev1.Protocol, port int) bool {
	selected := false
	for _, policy := range w.policies {
		if policy.Namespace != pod.Namespace || !slices.Contains(directions(policy), direction) || !matches(&policy.Spec.PodSelector, pod.Labels) {
			continue
		}
		selected = true
		for _, rule := range rules(policy, direction) {
			if rule.peer(policy.Namespace, peer) && rule.port(protocol, port) {
				return true
			}
		}
	}
	return !selected
}

// directions: a policy that names none is for what comes in, and for what goes out if it has a rule for that.
func directions(policy *networkingv1.NetworkPolicy) []networkingv1.PolicyType {
	if len(policy.Spec.PolicyTypes) > 0 {
		return policy.Spec.PolicyTypes
	}
	if len(policy.Spec.Egress) > 0 {
		return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
	}
	return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
}

// rule is one of either direction; an empty list means everything.
type rule struct {
	peers []networkingv1.NetworkPolicyPeer
	ports []networkingv1.NetworkPolicyPort
}

func rules(policy *networkingv1.NetworkPolicy, direction networkingv1.PolicyType) (found []rule) {
	if direction == networkingv1.PolicyTypeEgress {
		for _, each := range policy.Spec.Egress {
			found = append(found, rule{each.To, each.Ports})
		}
		return found
	}
	for _, each := range policy.Spec.Ingress {
		found = append(found, rule{each.From, each.Ports})
	}
	return found
}

func (r rule) peer(namespace string, pod *corev1.Pod) bool {
	return len(r.peers) == 0 || slices.ContainsFunc(r.peers, func(peer networkingv1.NetworkPolicyPeer) bool {
		if peer.IPBlock != nil {
			return within(peer.IPBlock, pod.Status.PodIP)
		}
		if peer.NamespaceSelector == nil && pod.Namespace != namespace {
			return false
		}
		return (peer.NamespaceSelector == nil || matches(peer.NamespaceSelector, map[string]string{namespaceName: pod.Namespace})) &&
			(peer.PodSelector == nil || matches(peer.PodSelector, pod.Labels))
	})
}

func (r rule) port(protocol corev1.Protocol, port int) bool {
	return len(r.ports) == 0 || slices.ContainsFunc(r.ports, func(p networkingv1.NetworkPolicyPort) bool {
		if p.Protocol != nil && *p.Protocol != protocol || p.Protocol == nil && protocol != corev1.ProtocolTCP {
			return false
		}
		if p.Port == nil {
			return true
		}
		last := p.Port.IntValue()
		if p.EndPort != nil {
			last = int(*p.EndPort)
		}
		return p.Port.Type == intstr.Int && p.Port.IntValue() <= port && port <= last // a named one allows nothing here
	})
}

func within(block *networkingv1.IPBlock, address string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil || !holds(block.CIDR, ip) {
		return false
	}
	return !slices.ContainsFunc(block.Except, func(cidr string) bool { return holds(cidr, ip) })
}

func holds(cidr string, ip netip.Addr) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && prefix.Contains(ip)
}

// matches: an invalid selector selects nothing.
func matches(selector *metav1.LabelSelector, of map[string]string) bool {
	parsed, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && parsed.Matches(labels.Set(of))
}
