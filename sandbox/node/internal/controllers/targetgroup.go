package controllers

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// targetGroups binds the Services behind Ingresses of the class alb, also those that come later. There are no target
// groups in AWS, so a binding names none.
func targetGroups() Controller {
	return Controller{Name: "target-groups", StandsFor: loadBalancerController, Watches: services, Reconcile: bindService}
}

func bindService(ctx context.Context, cluster Cluster, service *unstructured.Unstructured) error {
	list, err := cluster.Resource(ingresses).Namespace(service.GetNamespace()).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, ingress := range list.Items {
		mine, err := isALB(ctx, cluster, &ingress)
		if err != nil {
			return err
		}
		if mine {
			if err := bind(ctx, cluster, &ingress); err != nil {
				return err
			}
		}
	}
	return nil
}

// bind makes a TargetGroupBinding per Service and port of the Ingress, as far as the Services exist.
func bind(ctx context.Context, cluster Cluster, ingress *unstructured.Unstructured) error {
	if ingress.GetDeletionTimestamp() != nil {
		return nil
	}
	for _, backend := range backends(ingress) {
		if err := bindBackend(ctx, cluster, ingress, backend); err != nil {
			return ignoreGone(err) // the kind may be gone with the chart
		}
	}
	return nil
}

func bindBackend(ctx context.Context, cluster Cluster, ingress *unstructured.Unstructured, backend object) error {
	namespace := ingress.GetNamespace()
	name, _, _ := unstructured.NestedString(backend, "name")
	if _, err := cluster.Resource(services).Namespace(namespace).Get(ctx, name, metav1.GetOptions{}); err != nil {
		return ignoreGone(err)
	}
	binding, err := targetGroupBinding(ingress, name, backend)
	if err != nil {
		return err
	}
	present := binding["metadata"].(object)["name"].(string)
	_, err = cluster.Resource(targetBindings).Namespace(namespace).Get(ctx, present, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return cluster.create(ctx, targetBindings, namespace, binding)
	}
	return err
}

func targetGroupBinding(ingress *unstructured.Unstructured, service string, backend object) (object, error) {
	port, found, _ := unstructured.NestedFieldCopy(backend, "port", "number")
	if !found {
		port, _, _ = unstructured.NestedFieldCopy(backend, "port", "name")
	}
	sum, err := hash(ingress.GetNamespace(), service, port)
	if err != nil {
		return nil, err
	}
	name := "k8s-" + short(ingress.GetNamespace()) + "-" + short(service) + "-" + sum[:10]
	return object{"apiVersion": "elbv2.k8s.aws/v1beta1", "kind": "TargetGroupBinding",
		"metadata": object{"name": name, "ownerReferences": ownedBy(ingress)},
		"spec":     object{"targetType": "instance", "serviceRef": object{"name": service, "port": port}}}, nil
}

// backends are the Services that the rules of an Ingress lead to.
func backends(ingress *unstructured.Unstructured) []object {
	var all []object
	rules, _, _ := unstructured.NestedSlice(ingress.Object, "spec", "rules")
	for _, rule := range rules {
		paths, _, _ := unstructured.NestedSlice(rule.(object), "http", "paths")
		for _, path := range paths {
			if service, found, _ := unstructured.NestedMap(path.(object), "backend", "service"); found {
				all = append(all, service)
			}
		}
	}
	return all
}
