# Prints "signed" once the cluster vouches for itself to whoever holds the token, else what is there instead.
# Given: ENDPOINT (host:port), ID (the token's public half)
set -euo pipefail
info=$(curl -gfsS --max-time 5 --cacert /etc/kubernetes/pki/ca.crt \
  "https://$ENDPOINT/api/v1/namespaces/kube-public/configmaps/cluster-info" 2>&1) || true
if grep -qF -- "jws-kubeconfig-$ID" <<<"$info"; then
  echo signed
else
  echo "no signature for this token in cluster-info"
fi
