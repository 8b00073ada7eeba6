# Makes the control plane. The configuration holds the join token, so it goes when kubeadm has read it.
set -euo pipefail
cd /var/lib/clusterline
trap 'rm -f init.yaml' EXIT
kubeadm init --config init.yaml --skip-token-print
touch control-plane-initialised
