# Prints "open" when the API server's port takes a connection from this machine, else what happened instead.
# Given: HOST, PORT
set -euo pipefail
if ! getent ahostsv4 -- "$HOST" >/dev/null; then
  echo "the name $HOST is not known on this machine"
elif timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2"' reach-api "$HOST" "$PORT" 2>/dev/null; then
  echo open
else
  echo "no connection within 3 s (security group, or no API server)"
fi
