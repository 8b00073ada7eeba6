# Keeps new pods off a node and moves those that run there, as far as disruption budgets allow in time. What DaemonSets
# run stays until the machine goes. A node that is gone has nothing to move.
# Given: KUBECONFIG, NODE, SECONDS_AT_MOST
set -euo pipefail
export KUBECONFIG
if [ -z "$(kubectl get node "$NODE" --ignore-not-found --output name)" ]; then
  exit 0
fi
kubectl drain "$NODE" --ignore-daemonsets --delete-emptydir-data --force --timeout="${SECONDS_AT_MOST}s"
