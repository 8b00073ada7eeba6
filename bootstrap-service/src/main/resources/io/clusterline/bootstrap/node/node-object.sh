# Prints this machine's node object as the API server shows it, asked for with the kubelet's own certificate.
# Given: ENDPOINT (host:port), NODE
set -euo pipefail
curl -gfsS --path-as-is --max-time 10 --cacert /etc/kubernetes/pki/ca.crt --cert /var/lib/kubelet/pki/kubelet-client-current.pem \
  "https://$ENDPOINT/api/v1/nodes/$NODE"
