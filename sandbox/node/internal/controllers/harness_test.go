package controllers

import (
	"context"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/fake"
	"sigs.k8s.io/yaml"
)

const patience = 30 * time.Second // this machine may be busy with everything else

var listKinds = map[schema.GroupVersionResource]string{
	deployments: "DeploymentList", validatingWebhooks: "ValidatingWebhookConfigurationList", mutatingWebhooks: "MutatingWebhookConfigurationList",
	daemonSets: "DaemonSetList", statefulSets: "StatefulSetList", services: "ServiceList", nodes: "NodeList", pods: "PodList",
	secrets: "SecretList", jobs: "JobList", endpointSlices: "EndpointSliceList", configMaps: "ConfigMapList", claims: "PersistentVolumeClaimList", volumes: "PersistentVolumeList",
	networkPolicies: "NetworkPolicyList", storageClasses: "StorageClassList", ingresses: "IngressList", ingressClasses: "IngressClassList", ipPools: "IPPoolList", targetBindings: "TargetGroupBindingList",
	applications: "ApplicationList", projects: "AppProjectList", prometheuses: "PrometheusList", alertmanagers: "AlertmanagerList",
}

// newCluster holds the objects of a YAML stream.
func newCluster(t *testing.T, stream string) Cluster {
	t.Helper()
	var objects []runtime.Object
	for _, document := range strings.Split(stream, "\n---\n") {
		if strings.TrimSpace(document) != "" {
			objects = append(objects, parse(t, document))
		}
	}
	return Cluster{fake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), listKinds, objects...)}
}

func parse(t *testing.T, document string) *unstructured.Unstructured {
	t.Helper()
	content := map[string]any{}
	if err := yaml.Unmarshal([]byte(document), &content); err != nil {
		t.Fatal(err)
	}
	parsed := &unstructured.Unstructured{Object: content}
	json, err := parsed.MarshalJSON() // once more: numbers as the API has them
	if err == nil {
		err = parsed.UnmarshalJSON(json)
	}
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func (c Cluster) get(t *testing.T, resource schema.GroupVersionResource, namespace, name string) *unstructured.Unstructured {
	t.Helper()
	found, err := c.Resource(resource).Namespace(namespace).Get(context.Background(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (c Cluster) list(t *testing.T, resource schema.GroupVersionResource) []unstructured.Unstructured {
	t.Helper()
	found, err := c.Resource(resource).List(context.Background(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return found.Items
}

// reconciled runs the controller twice on the object: the second run must find nothing left to do.
func (c Cluster) reconciled(t *testing.T, controller Controller, namespace, name string) {
	t.Helper()
	client := c.Interface.(*fake.FakeDynamicClient)
	for run := range 2 {
		client.ClearActions()
		if err := controller.Reconcile(context.Background(), c, c.get(t, controller.Watches, namespace, name)); err != nil {
			t.Fatal(err)
		}
		for _, action := range client.Actions() {
			if verb := action.GetVerb(); run == 1 && (verb == "patch" || verb == "update" || verb == "delete") {
				t.Errorf("the second run still does %s %s", verb, action.GetResource().Resource)
			}
		}
	}
}

func want(t *testing.T, from *unstructured.Unstructured, wanted string, path ...string) {
	t.Helper()
	if got := text(from, path...); got != wanted {
		t.Errorf("%s of %s: got %q, want %q", strings.Join(path, "."), from.GetName(), got, wanted)
	}
}

func await(t *testing.T, what string, met func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !met(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", patience, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
