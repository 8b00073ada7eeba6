# Prints how far this machine's join is: "clean", "partial" or "joined".
set -euo pipefail
if [ -e /etc/kubernetes/kubelet.conf ] && [ -e /var/lib/kubelet/pki/kubelet-client-current.pem ]; then
  echo joined
elif [ -e /etc/kubernetes/kubelet.conf ] || [ -e /etc/kubernetes/pki/ca.crt ]; then
  echo partial
else
  echo clean
fi
