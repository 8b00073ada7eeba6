package controllers

import (
	"context"
	"strings"
	"testing"
)

func replaced(text string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(text)
}

const shop = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: alb}
spec: {controller: ingress.k8s.aws/alb}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: v1
kind: Node
metadata: {name: a}
spec: {providerID: aws:///ap-northeast-2a/i-0123456789abcdef0}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: storefront, namespace: shop-production, annotations: {alb.ingress.kubernetes.io/scheme: internet-facing, GROUP: eco2}}
spec: {ingressClassName: CLASS}
`

func TestGivenAnIngressOfClassALBWhenReconciledThenItHasALoadBalancersName(t *testing.T) {
	cluster := newCluster(t, replaced(shop, "CLASS", "alb", "GROUP", "x"))
	cluster.reconciled(t, ingress(), "shop-production", "storefront")
	host := hostOf(t, cluster)
	if !strings.HasPrefix(host, "k8s-shopprod-storefro-") && !strings.HasPrefix(host, "k8s-shop-pro-storefro-") || !strings.HasSuffix(host, ".ap-northeast-2.elb.amazonaws.com") {
		t.Errorf("got %s", host)
	}
}

func TestGivenAGroupOfIngressesWhenReconciledThenTheGroupNamesTheLoadBalancer(t *testing.T) {
	cluster := newCluster(t, replaced(shop, "CLASS", "alb", "GROUP", "alb.ingress.kubernetes.io/group.name"))
	cluster.reconciled(t, ingress(), "shop-production", "storefront")
	if host := hostOf(t, cluster); !strings.HasPrefix(host, "k8s-eco2-") {
		t.Errorf("got %s", host)
	}
}

func TestGivenAnIngressOfAnotherClassWhenReconciledThenLeftAlone(t *testing.T) {
	cluster := newCluster(t, replaced(shop, "CLASS", "nginx", "GROUP", "x"))
	cluster.reconciled(t, ingress(), "shop-production", "storefront")
	if status := value(cluster.get(t, ingresses, "shop-production", "storefront"), "status"); status != nil {
		t.Errorf("got %v", status)
	}
}

const counter = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: counter, namespace: shop-production, uid: "42"}
spec:
  ingressClassName: alb
  rules:
    - host: shop.example.org
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: storefront, port: {number: 80}}}}
          - {path: /later, pathType: Prefix, backend: {service: {name: later, port: {number: 80}}}}
---
apiVersion: v1
kind: Service
metadata: {name: storefront, namespace: shop-production}
`

func TestGivenAnIngressWhenReconciledThenItsServicesThatExistAreBound(t *testing.T) {
	cluster := newCluster(t, replaced(shop+counter, "CLASS", "nginx", "GROUP", "x"))
	cluster.reconciled(t, ingress(), "shop-production", "counter")
	cluster.reconciled(t, targetGroups(), "shop-production", "storefront")
	bindings := cluster.list(t, targetBindings)
	if len(bindings) != 1 {
		t.Fatalf("bindings: %v", bindings)
	}
	binding := cluster.get(t, targetBindings, "shop-production", bindings[0].GetName())
	want(t, binding, "storefront", "spec", "serviceRef", "name")
	want(t, binding, "instance", "spec", "targetType")
	if owners := binding.GetOwnerReferences(); len(owners) != 1 || owners[0].UID != "42" {
		t.Errorf("%v", owners)
	}
}

func hostOf(t *testing.T, cluster Cluster) string {
	t.Helper()
	points, ok := value(cluster.get(t, ingresses, "shop-production", "storefront"), "status", "loadBalancer", "ingress").([]any)
	if !ok || len(points) != 1 {
		t.Fatalf("no address: %v", points)
	}
	return points[0].(object)["hostname"].(string)
}

const monitoring = `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: kps-prometheus, namespace: monitoring, uid: "77"}
spec:
  replicas: 2
  image: quay.io/prometheus/prometheus:v3.5.0
  serviceAccountName: kps-prometheus
  tolerations: [{key: workload, operator: Exists}]
  nodeSelector: {workload: monitoring}
  storage: {volumeClaimTemplate: {spec: {storageClassName: gp3, resources: {requests: {storage: 50Gi}}}}}
---
apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: {name: kps-alertmanager, namespace: monitoring, uid: "78"}
spec: {version: v0.28.1}
`

func TestGivenPrometheusAndAlertmanagerWhenReconciledThenTheirWorkloadsAreNamedAsTheOperators(t *testing.T) {
	cluster := newCluster(t, monitoring)
	for i, name := range []string{"kps-prometheus", "kps-alertmanager"} {
		cluster.reconciled(t, operator()[i], "monitoring", name)
	}
	set := cluster.get(t, statefulSets, "monitoring", "prometheus-kps-prometheus")
	want(t, set, "prometheus-operated", "spec", "serviceName")
	want(t, set, "kps-prometheus", "spec", "template", "spec", "serviceAccountName")
	want(t, set, "monitoring", "spec", "template", "spec", "nodeSelector", "workload")
	want(t, set, "kps-prometheus", "spec", "selector", "matchLabels", "operator.prometheus.io/name")
	if value(set, "spec", "replicas") != int64(2) || len(value(set, "spec", "template", "spec", "tolerations").([]any)) != 1 {
		t.Errorf("%v", set.Object)
	}
	template := value(set, "spec", "volumeClaimTemplates").([]any)[0].(object)
	if template["metadata"].(object)["name"] != "prometheus-kps-prometheus-db" {
		t.Errorf("%v", template)
	}
	if owners := set.GetOwnerReferences(); len(owners) != 1 || owners[0].UID != "77" {
		t.Errorf("%v", owners)
	}
	other := cluster.get(t, statefulSets, "monitoring", "alertmanager-kps-alertmanager")
	containers := value(other, "spec", "template", "spec", "containers").([]any)
	if image := containers[0].(object)["image"]; image != "quay.io/prometheus/alertmanager:v0.28.1" {
		t.Errorf("image %v", image)
	}
	if len(cluster.list(t, services)) != 2 {
		t.Errorf("services: %v", cluster.list(t, services))
	}
}

func TestGivenAChangedPrometheusWhenReconciledThenItsWorkloadFollows(t *testing.T) {
	cluster := newCluster(t, monitoring)
	controller := operator()[0]
	cluster.reconciled(t, controller, "monitoring", "kps-prometheus")
	changed := cluster.get(t, prometheuses, "monitoring", "kps-prometheus")
	changed.Object["spec"].(object)["replicas"] = int64(3)
	if err := controller.Reconcile(context.Background(), cluster, changed); err != nil {
		t.Fatal(err)
	}
	if got := value(cluster.get(t, statefulSets, "monitoring", "prometheus-kps-prometheus"), "spec", "replicas"); got != int64(3) {
		t.Errorf("got %v", got)
	}
}
