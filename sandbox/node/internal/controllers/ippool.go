package controllers

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const (
	defaultPool      = "default-ipv4-ippool"
	defaultPoolCIDR  = "192.168.0.0/16"
	defaultBlockSize = 26
)

var calicoNode = Program{LabelKey: "k8s-app", LabelValue: "calico-node", Image: "calico/node"}

// ippool makes Calico's first address pool, as calico-node does when it starts. It never changes a pool.
func ippool() Controller {
	return Controller{Name: "ippool", StandsFor: calicoNode, Watches: daemonSets, Fields: "metadata.name=calico-node", Reconcile: createPool}
}

func createPool(ctx context.Context, cluster Cluster, daemonSet *unstructured.Unstructured) error {
	settings := containerEnvironment(daemonSet, "calico-node")
	if strings.EqualFold(settings["NO_DEFAULT_POOLS"], "true") || settings["CALICO_IPV4POOL_CIDR"] == "none" {
		return nil
	}
	pools, err := cluster.Resource(ipPools).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list IP pools: %w", err)
	}
	for _, pool := range pools.Items {
		if prefix, err := netip.ParsePrefix(text(&pool, "spec", "cidr")); err == nil && prefix.Addr().Is4() {
			return nil
		}
	}
	spec, err := poolSpec(ctx, cluster, settings)
	if err != nil {
		return err
	}
	return cluster.create(ctx, ipPools, "", object{
		"apiVersion": ipPools.GroupVersion().String(), "kind": "IPPool", "metadata": object{"name": defaultPool}, "spec": spec,
	})
}

func poolSpec(ctx context.Context, cluster Cluster, settings map[string]string) (object, error) {
	cidr, err := poolCIDR(ctx, cluster, settings["CALICO_IPV4POOL_CIDR"])
	if err != nil {
		return nil, err
	}
	ipip, err := encapsulation("CALICO_IPV4POOL_IPIP", settings)
	if err != nil {
		return nil, err
	}
	vxlan, err := encapsulation("CALICO_IPV4POOL_VXLAN", settings)
	if err != nil {
		return nil, err
	}
	blockSize := int64(defaultBlockSize)
	if size := settings["CALICO_IPV4POOL_BLOCK_SIZE"]; size != "" {
		if blockSize, err = strconv.ParseInt(size, 10, 32); err != nil || blockSize < 20 || blockSize > 32 {
			return nil, fmt.Errorf("CALICO_IPV4POOL_BLOCK_SIZE=%q: must be a number from 20 to 32", size)
		}
	}
	selector := settings["CALICO_IPV4POOL_NODE_SELECTOR"]
	if selector == "" {
		selector = "all()"
	}
	return object{
		"cidr": cidr, "blockSize": blockSize, "ipipMode": ipip, "vxlanMode": vxlan, "nodeSelector": selector,
		"natOutgoing": !isFalse(settings["CALICO_IPV4POOL_NAT_OUTGOING"]), "allowedUses": []any{"Workload", "Tunnel"},
	}, nil
}

// poolCIDR takes the setting, else kubeadm's pod subnet, else Calico's own default.
func poolCIDR(ctx context.Context, cluster Cluster, setting string) (string, error) {
	if setting == "" {
		config, err := cluster.Resource(configMaps).Namespace("kube-system").Get(ctx, "kubeadm-config", metav1.GetOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			return "", err
		}
		if err == nil {
			setting = podSubnet(text(config, "data", "ClusterConfiguration"))
		}
	}
	if setting == "" {
		setting = defaultPoolCIDR
	}
	prefix, err := netip.ParsePrefix(setting)
	if err != nil || !prefix.Addr().Is4() {
		return "", fmt.Errorf("CALICO_IPV4POOL_CIDR=%q: must be an IPv4 CIDR such as 10.244.0.0/16", setting)
	}
	return prefix.Masked().String(), nil
}

// podSubnet is the first IPv4 one of kubeadm's configuration.
func podSubnet(configuration string) string {
	var config struct {
		Networking struct{ PodSubnet string }
	}
	if yaml.Unmarshal([]byte(configuration), &config) != nil {
		return ""
	}
	for _, subnet := range strings.Split(config.Networking.PodSubnet, ",") {
		if prefix, err := netip.ParsePrefix(subnet); err == nil && prefix.Addr().Is4() {
			return subnet
		}
	}
	return ""
}
