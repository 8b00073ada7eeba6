# Prints the API server's version, as it says itself.
# Given: ENDPOINT (host:port)
set -euo pipefail
curl -gfsS --max-time 10 --cacert /etc/kubernetes/pki/ca.crt "https://$ENDPOINT/version"
