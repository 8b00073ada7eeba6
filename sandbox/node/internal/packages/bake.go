package packages

import (
	"errors"
	"os"
	"path/filepath"
)

// baked are the packages that a baked machine image holds: those that a node needs, with their dependencies.
var baked = []string{"conntrack", "socat", "ebtables", "ethtool", "iptables", "ipset", "nfs-common",
	"kubernetes-cni", "cri-tools", "kubelet", "kubeadm", "kubectl", "containerd.io"}

// Bake puts a node's packages on the disk of a host, as a machine image would that was made with them. Their units are
// neither enabled nor started.
func Bake(root string, offer Offer) error {
	if offer.KubernetesVersion == "" {
		return errors.New("a baked image needs a node binary: --kube")
	}
	db := database{root}
	known, err := db.read()
	if err != nil {
		return err
	}
	all := map[string]Package{}
	for _, one := range catalogue(offer) {
		all[one.Name] = one
	}
	for _, name := range baked {
		if _, there := known[name]; there {
			continue
		}
		if err := unpack(root, all[name]); err != nil {
			return err
		}
		known[name] = installed{name: name, version: all[name].Version}
	}
	return errors.Join(db.write(known), os.MkdirAll(filepath.Join(root, "var/lib/containerd"), 0o755))
}
