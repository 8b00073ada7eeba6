# Puts the generated host key in place of the one that came with the user data. Safe to run again.
# Given: EXPECTED (the public half, as OpenSSH writes it)
set -euo pipefail
umask 077
cd /var/lib/clusterline/host-key
if [ -e ed25519 ]; then
  install -m 0600 ed25519 /etc/ssh/ssh_host_ed25519_key.new
  install -m 0644 ed25519.pub /etc/ssh/ssh_host_ed25519_key.pub
  mv -f /etc/ssh/ssh_host_ed25519_key.new /etc/ssh/ssh_host_ed25519_key
fi
if [ "$(ssh-keygen -y -f /etc/ssh/ssh_host_ed25519_key | cut -d ' ' -f 1,2)" != "$EXPECTED" ]; then
  echo "this machine has another host key than the one that was generated for it" >&2
  exit 1
fi
rm -f ed25519
systemctl reload-or-restart ssh
