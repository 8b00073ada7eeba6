# Prints how far the control plane is: "clean", "partial", "initialised" or "healthy".
# Given: ENDPOINT (host:port)
set -euo pipefail
if [ -e /var/lib/clusterline/control-plane-initialised ] && [ -e /etc/kubernetes/admin.conf ]; then
  if curl -gfsS --max-time 5 --cacert /etc/kubernetes/pki/ca.crt "https://$ENDPOINT/healthz" >/dev/null 2>&1; then
    echo healthy
  else
    echo initialised
  fi
elif [ -e /etc/kubernetes/admin.conf ] || [ -e /etc/kubernetes/pki/ca.crt ] || [ -e /var/lib/etcd/member ]; then
  echo partial
else
  echo clean
fi
