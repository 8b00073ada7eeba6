// Package controllers stands in for what pretended containers would do in the cluster's API: each controller does one
// container's visible work, and only while a pod with that container is Ready. So every fault that keeps that pod from
// being Ready also stops the work, as it would in a real cluster.
package controllers

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// Controller is the work of one kind of container.
type Controller struct {
	Name      string
	StandsFor Program                     // whose work it is; none: the objects themselves say whether it is done
	Watches   schema.GroupVersionResource // the objects that it works on; watched once the API serves them
	Labels    string                      // label selector; empty: all
	Fields    string                      // field selector; empty: all
	Reconcile func(ctx context.Context, cluster Cluster, object *unstructured.Unstructured) error
}

// Cluster is the API as a controller uses it. Reconcile must be safe to run again, and at once on several control
// planes: nothing elects a leader.
type Cluster struct{ dynamic.Interface }

// Files are what controllers leave for the container runtime of their machine; an empty path: they do not.
type Files struct {
	Services     string // where Services lead
	Certificates string // directory: what webhooks serve with
}

// All are the controllers of the sandbox.
func All(files Files) []Controller {
	controllers := []Controller{ippool(), networkCondition(), volumeProvisioner(), volumeDeleter(), ingress(), targetGroups(), argocd(), secretJobs(), networkProbe()}
	if files.Services != "" {
		controllers = append(controllers, serviceProxy(files.Services))
	}
	if files.Certificates != "" {
		controllers = append(controllers, webhookAuthority(files.Certificates))
	}
	return slices.Concat(controllers, injectors(), operator())
}

var (
	deployments        = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	daemonSets         = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "daemonsets"}
	statefulSets       = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "statefulsets"}
	services           = schema.GroupVersionResource{Version: "v1", Resource: "services"}
	nodes              = schema.GroupVersionResource{Version: "v1", Resource: "nodes"}
	pods               = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	configMaps         = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	secrets            = schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
	jobs               = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	endpointSlices     = schema.GroupVersionResource{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"}
	claims             = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumeclaims"}
	volumes            = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumes"}
	storageClasses     = schema.GroupVersionResource{Group: "storage.k8s.io", Version: "v1", Resource: "storageclasses"}
	networkPolicies    = schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies"}
	ingresses          = schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"}
	ingressClasses     = schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "ingressclasses"}
	targetBindings     = schema.GroupVersionResource{Group: "elbv2.k8s.aws", Version: "v1beta1", Resource: "targetgroupbindings"}
	ipPools            = schema.GroupVersionResource{Group: "crd.projectcalico.org", Version: "v1", Resource: "ippools"}
	applications       = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications"}
	projects           = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "appprojects"}
	prometheuses       = schema.GroupVersionResource{Group: "monitoring.coreos.com", Version: "v1", Resource: "prometheuses"}
	alertmanagers      = schema.GroupVersionResource{Group: "monitoring.coreos.com", Version: "v1", Resource: "alertmanagers"}
	validatingWebhooks = schema.GroupVersionResource{Group: "admissionregistration.k8s.io", Version: "v1", Resource: "validatingwebhookconfigurations"}
	mutatingWebhooks   = schema.GroupVersionResource{Group: "admissionregistration.k8s.io", Version: "v1", Resource: "mutatingwebhookconfigurations"}
	customResources    = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
)
