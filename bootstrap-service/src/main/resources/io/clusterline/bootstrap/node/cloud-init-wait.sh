# Waits half a minute for cloud-init. Prints its status, then "exit STATUS"; 124 says that it was not enough.
set -euo pipefail
status=0
timeout 30 cloud-init status --wait --long || status=$?
echo "exit $status"
