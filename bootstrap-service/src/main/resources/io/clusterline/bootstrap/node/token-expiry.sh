# Prints when the cluster forgets a join token (RFC 3339), or nothing if it does not know it.
# Given: ID (the token's public half)
set -euo pipefail
kubectl --kubeconfig /etc/kubernetes/admin.conf --namespace kube-system \
  get secret "bootstrap-token-$ID" --ignore-not-found --output 'jsonpath={.data.expiration}' | base64 -d
