# Keeps new pods off a node and moves those that run there, as far as disruption budgets allow in time. What DaemonSets
# run stays until the machine goes. A node that is gone has nothing to move.
# Given: KUBECONFIG, NODE, SECONDS_AT_MOST
set -euo pipefail
export KUBECONFIG
if [ -z "$(kubectl get node --ignore-not-found --output name -- "$NODE")" ]; then
  exit 0
fi
kubectl drain --ignore-daemonsets --delete-emptydir-data --force --timeout="${SECONDS_AT_MOST}s" -- "$NODE"
