package packages

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"clusterline.io/sandbox/node/internal/guest"
)

// Origin is the repository that ships a package.
type Origin string

// The origins that exist: Ubuntu's own needs no sources list, as on an EC2 image.
const (
	Ubuntu     Origin = "ubuntu"
	Docker     Origin = "docker"
	Kubernetes Origin = "kubernetes"
)

// Package is one version of one package.
type Package struct {
	Name    string
	Version string
	Origin  Origin
	Depends []string
	Links   map[string]string // path in the host → what it points to
	Enable  []string          // units that the package enables; containerd is started too, as Debian does
	Start   []string
}

// Offer is what the daemon tells every host about its binaries.
type Offer struct {
	KubernetesVersion string `json:"kubernetesVersion"` // as v1.36.3; empty without a node binary
}

// ReadOffer reads it in a host.
func ReadOffer() (Offer, error) {
	content, err := os.ReadFile(guest.PackagesPath)
	if errors.Is(err, fs.ErrNotExist) {
		return Offer{}, nil
	}
	if err != nil {
		return Offer{}, err
	}
	var offer Offer
	if err := json.Unmarshal(content, &offer); err != nil {
		return Offer{}, fmt.Errorf("%s: %w", guest.PackagesPath, err)
	}
	return offer, nil
}

// catalogue lists everything installable. The Kubernetes packages exist in the one version of the node binary.
func catalogue(offer Offer) []Package {
	all := []Package{
		tool("conntrack", "1:1.4.6-2build2", "/usr/sbin/conntrack"),
		tool("socat", "1.7.4.1-3ubuntu4", "/usr/bin/socat"),
		tool("ebtables", "2.0.11-4build2", "/usr/sbin/ebtables"),
		tool("ethtool", "1:5.16-1ubuntu0.2", "/usr/sbin/ethtool"),
		tool("iptables", "1.8.7-1ubuntu5.2", "/usr/sbin/iptables", "/usr/sbin/iptables-save", "/usr/sbin/iptables-restore"),
		tool("ipset", "7.15-1build1", "/usr/sbin/ipset"),
		tool("ipvsadm", "1:1.31-1build2", "/usr/sbin/ipvsadm"),
		tool("nfs-common", "1:2.6.1-1ubuntu1.2"), tool("open-iscsi", "2.1.5-1ubuntu1.1"),
		tool("chrony", "4.2-2ubuntu2"), tool("jq", "1.6-2.1ubuntu3.1"),
		tool("apt-transport-https", "2.4.14"), tool("software-properties-common", "0.99.22.9"),
	}
	if offer.KubernetesVersion == "" {
		return all
	}
	return append(all, kubernetesPackages(offer.KubernetesVersion[1:])...)
}

// tool is a package of Ubuntu's whose programs exist here only to be found; a machine's real program is not replaced.
func tool(name, version string, programs ...string) Package {
	links := map[string]string{}
	for _, program := range programs {
		links[program] = guest.Machines
	}
	return Package{Name: name, Version: version, Origin: Ubuntu, Links: links}
}

func kubernetesPackages(version string) []Package {
	kube := func(name string, depends ...string) Package {
		return Package{Name: name, Version: version + "-1.1", Origin: Kubernetes, Depends: depends,
			Links: map[string]string{"/usr/bin/" + name: guest.Kube}}
	}
	kubelet := kube("kubelet", "kubernetes-cni", "iptables", "ethtool")
	kubelet.Enable = []string{"kubelet.service"}
	tools := Package{Name: "cri-tools", Version: minor(version) + ".0-1.1", Origin: Kubernetes,
		Links: map[string]string{"/usr/bin/crictl": guest.Machines}}
	cni := Package{Name: "kubernetes-cni", Version: "1.8.0-1.1", Origin: Kubernetes}
	runtime := Package{Name: "containerd.io", Version: "2.2.1-1~ubuntu.22.04~jammy", Origin: Docker,
		Links:  map[string]string{"/usr/bin/containerd": guest.CRI, "/usr/bin/ctr": guest.Machines, "/usr/bin/runc": guest.Machines},
		Enable: []string{"containerd.service"}, Start: []string{"containerd.service"}}
	return []Package{kubelet, kube("kubeadm", "cri-tools"), kube("kubectl"), tools, cni, runtime}
}
