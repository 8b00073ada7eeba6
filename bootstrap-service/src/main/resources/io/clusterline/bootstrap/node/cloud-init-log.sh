# Prints the end of cloud-init's log.
set -euo pipefail
tail -n 40 /var/log/cloud-init-output.log 2>/dev/null || true
