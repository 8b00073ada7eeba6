# Notes in which form this machine was prepared.
# Given: DIGEST, FILE
set -euo pipefail
printf '%s\n' "$DIGEST" >"$FILE"
