# Makes a host key that has never left this machine, beside the one in use, and prints its public half. Safe to run again.
set -euo pipefail
umask 077
mkdir -p /var/lib/clusterline/host-key
cd /var/lib/clusterline/host-key
exec 9>>lock
flock 9
if ! [ -s ed25519.pub ]; then
  rm -f ed25519
  ssh-keygen -q -t ed25519 -N '' -C "$(hostname)" -f ed25519
fi
cat ed25519.pub
