# Takes back what an init or a join that failed has left, so that the next one starts from a clean machine.
set -euo pipefail
kubeadm reset --force --cri-socket unix:///run/containerd/containerd.sock
rm -rf /etc/cni/net.d /var/lib/etcd /var/lib/clusterline/control-plane-initialised \
  /var/lib/clusterline/init.yaml /var/lib/clusterline/join.yaml
