# Takes back what an init or a join that failed has left, so that the next one starts from a clean machine. The folder of
# network configurations stays: containerd watches it and ends when it is deleted.
set -euo pipefail
kubeadm reset --force --cri-socket unix:///run/containerd/containerd.sock
[ ! -d /etc/cni/net.d ] || find /etc/cni/net.d -mindepth 1 -delete
rm -rf /var/lib/etcd /var/lib/clusterline/control-plane-initialised \
  /var/lib/clusterline/init.yaml /var/lib/clusterline/join.yaml
