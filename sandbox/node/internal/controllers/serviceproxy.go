package controllers

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"os"
	"strconv"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const serviceLabel = "kubernetes.io/service-name"

var kubeProxy = Program{LabelKey: "k8s-app", LabelValue: "kube-proxy"}

// serviceProxy writes down where the Services' cluster addresses lead, as kube-proxy writes rules: for the egress proxy,
// through which the API server calls webhooks and aggregated APIs.
func serviceProxy(file string) Controller {
	table := &serviceTable{file: file, slices: map[string]map[string][]string{}}
	return Controller{Name: "kube-proxy", StandsFor: kubeProxy, Watches: endpointSlices, Reconcile: table.record}
}

type serviceTable struct {
	mu     sync.Mutex
	file   string
	slices map[string]map[string][]string // by slice: address:port of the Service → endpoints
}

func (t *serviceTable) record(ctx context.Context, cluster Cluster, slice *unstructured.Unstructured) error {
	service, err := cluster.Resource(services).Namespace(slice.GetNamespace()).
		Get(ctx, slice.GetLabels()[serviceLabel], metav1.GetOptions{})
	if err != nil {
		return ignoreGone(err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slices[slice.GetNamespace()+"/"+slice.GetName()] = leads(service, slice)
	return t.write()
}

func (t *serviceTable) write() error {
	all := map[string][]string{}
	for _, slice := range t.slices {
		maps.Copy(all, slice)
	}
	content, err := json.Marshal(all)
	if err != nil {
		return err
	}
	unfinished := t.file + ".new"
	if err := os.WriteFile(unfinished, content, 0o644); err != nil {
		return err
	}
	return os.Rename(unfinished, t.file)
}

// leads maps each port of the Service to the Ready endpoints behind it; one without any leads nowhere, which is known.
func leads(service, slice *unstructured.Unstructured) map[string][]string {
	leads := map[string][]string{}
	address := text(service, "spec", "clusterIP")
	if net.ParseIP(address) == nil {
		return leads // headless: its pods are asked directly
	}
	ports, _, _ := unstructured.NestedSlice(service.Object, "spec", "ports")
	for _, each := range ports {
		port, _ := each.(object)
		key := net.JoinHostPort(address, number(port["port"]))
		leads[key] = endpoints(slice, name(port))
	}
	return leads
}

func endpoints(slice *unstructured.Unstructured, portName string) []string {
	found := []string{}
	ports, _, _ := unstructured.NestedSlice(slice.Object, "ports")
	targets, _, _ := unstructured.NestedSlice(slice.Object, "endpoints")
	for _, each := range ports {
		port, _ := each.(object)
		if name(port) != portName {
			continue
		}
		for _, each := range targets {
			target, _ := each.(object)
			if ready, _, _ := unstructured.NestedBool(target, "conditions", "ready"); ready {
				addresses, _, _ := unstructured.NestedStringSlice(target, "addresses")
				for _, address := range addresses {
					found = append(found, net.JoinHostPort(address, number(port["port"])))
				}
			}
		}
	}
	return found
}

func name(port object) string {
	name, _ := port["name"].(string)
	return name
}

func number(port any) string {
	value, _ := port.(int64)
	return strconv.FormatInt(value, 10)
}
