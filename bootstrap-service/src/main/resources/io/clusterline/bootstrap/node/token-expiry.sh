# Prints when the cluster forgets a join token (RFC 3339), or nothing if it does not know it.
# Given: ID (the token's public half)
set -euo pipefail
kubectl --kubeconfig /etc/kubernetes/admin.conf --namespace kube-system \
  get secret --ignore-not-found --output 'jsonpath={.data.expiration}' -- "bootstrap-token-$ID" | base64 -d
