# Deletes a node object; one that is gone is as good. Prints "gone", or "unreachable" when the API server does not answer.
# Given: KUBECONFIG, NODE
set -euo pipefail
export KUBECONFIG
if ! kubectl get --raw /readyz --request-timeout=10s >/dev/null; then
  echo unreachable
  exit 0
fi
kubectl delete node --ignore-not-found --timeout=20s -- "$NODE" >/dev/null
echo gone
