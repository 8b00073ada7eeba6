# Prints the certificates that kubeadm has issued, the cluster's CA first. Of the *.conf files only the public half is read; those
# of the kubelets are renewed by the kubelets.
set -euo pipefail
cd "${CLUSTERLINE_KUBERNETES:-/etc/kubernetes}"
cat pki/ca.crt
for file in pki/*.crt pki/etcd/*.crt; do
  [ "$file" = pki/ca.crt ] || cat "$file"
done
for file in admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
  [ ! -e "$file" ] || sed -n 's/^ *client-certificate-data: *//p' "$file" | base64 -d
done
