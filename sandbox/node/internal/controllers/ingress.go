package controllers

import (
	"context"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	albController    = "ingress.k8s.aws/alb"
	albClass         = "alb"
	classAnnotation  = "kubernetes.io/ingress.class"
	groupAnnotation  = "alb.ingress.kubernetes.io/group.name"
	schemeAnnotation = "alb.ingress.kubernetes.io/scheme"
	regionLabel      = "topology.kubernetes.io/region"
	unknownRegion    = "us-east-1"
)

var loadBalancerController = Program{
	LabelKey: "app.kubernetes.io/name", LabelValue: "aws-load-balancer-controller", Image: "aws-load-balancer-controller",
}

// ingress gives Ingresses of the class alb the host name of a load balancer. It makes none in AWS.
func ingress() Controller {
	return Controller{Name: "ingress", StandsFor: loadBalancerController, Watches: ingresses, Reconcile: publishAddress}
}

func publishAddress(ctx context.Context, cluster Cluster, ingress *unstructured.Unstructured) error {
	if mine, err := isALB(ctx, cluster, ingress); err != nil || !mine || ingress.GetDeletionTimestamp() != nil {
		return err
	}
	if err := bind(ctx, cluster, ingress); err != nil {
		return err
	}
	region, err := regionOf(ctx, cluster)
	if err != nil {
		return err
	}
	host, err := loadBalancerHost(ingress, region)
	if err != nil || published(ingress, host) {
		return err
	}
	return cluster.patchStatus(ctx, ingresses, ingress, object{"loadBalancer": object{"ingress": []any{object{"hostname": host}}}})
}

func published(ingress *unstructured.Unstructured, host string) bool {
	points, _, _ := unstructured.NestedSlice(ingress.Object, "status", "loadBalancer", "ingress")
	return len(points) == 1 && points[0].(object)["hostname"] == host
}

func isALB(ctx context.Context, cluster Cluster, ingress *unstructured.Unstructured) (bool, error) {
	name := text(ingress, "spec", "ingressClassName")
	if name == "" {
		return ingress.GetAnnotations()[classAnnotation] == albClass, nil
	}
	class, err := cluster.Resource(ingressClasses).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return false, ignoreGone(err)
	}
	return text(class, "spec", "controller") == albController, nil
}

// loadBalancerHost has the form of the real names; Ingresses of one group share a load balancer.
func loadBalancerHost(ingress *unstructured.Unstructured, region string) (string, error) {
	parts := []string{short(ingress.GetNamespace()), short(ingress.GetName())}
	identity := ingress.GetNamespace() + "/" + ingress.GetName()
	if group := ingress.GetAnnotations()[groupAnnotation]; group != "" {
		parts, identity = []string{strings.ReplaceAll(group, ".", "")}, group
	}
	sum, err := hash(identity)
	if err != nil {
		return "", err
	}
	name := "k8s-" + strings.Join(parts, "-") + "-" + sum[:10]
	if ingress.GetAnnotations()[schemeAnnotation] != "internet-facing" {
		name = "internal-" + name
	}
	return fmt.Sprintf("%s.%s.elb.amazonaws.com", name, region), nil
}

// short is what the real controller keeps of a name.
func short(name string) string {
	name = strings.ReplaceAll(name, ".", "")
	return name[:min(len(name), 8)]
}

// regionOf reads it off the nodes: their label, else the zone in their provider id (aws:///ap-northeast-2a/i-…).
func regionOf(ctx context.Context, cluster Cluster) (string, error) {
	list, err := cluster.Resource(nodes).List(ctx, metav1.ListOptions{})
	if err != nil {
		return "", err
	}
	for _, node := range list.Items {
		if region := node.GetLabels()[regionLabel]; region != "" {
			return region, nil
		}
		if id := strings.Split(text(&node, "spec", "providerID"), "/"); len(id) == 5 && id[0] == "aws:" {
			return strings.TrimRight(id[3], "abcdefghijklmnopqrstuvwxyz"), nil
		}
	}
	return unknownRegion, nil
}
