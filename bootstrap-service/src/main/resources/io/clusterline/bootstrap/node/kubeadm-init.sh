# Makes the control plane. The configuration holds the join token, so it goes when kubeadm has read it.
# Given: ENDPOINT (host:port)
set -euo pipefail
umask 022
cd "${CLUSTERLINE_STATE:-/var/lib/clusterline}"
trap 'rm -f init.yaml init.log' EXIT

init() { kubeadm init --config init.yaml --skip-token-print 2>&1 | tee init.log; }

# The first minute of an API server is the worst: it is waited for before each try.
api_is_ready() {
  curl -gfsS --retry 30 --retry-delay 1 --retry-all-errors --max-time 5 --cacert /etc/kubernetes/pki/ca.crt \
    "https://$ENDPOINT/readyz" >/dev/null
}

# All that comes before the add-ons is done by then, so only they are tried again.
add_ons() {
  local attempt
  for attempt in 1 2 3 4 5; do
    api_is_ready || true
    kubeadm init phase addon all --config init.yaml && return
    echo "the add-on phases failed (attempt $attempt)"
  done
  return 1
}

if ! init; then
  grep -q 'error execution phase addon/' init.log || exit 1
  add_ons
fi
touch control-plane-initialised
