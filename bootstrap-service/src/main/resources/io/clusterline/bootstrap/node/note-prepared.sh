# Notes in which form this machine was prepared.
# Given: DIGEST, FILE
set -euo pipefail
umask 022
printf '%s\n' "$DIGEST" >"$FILE"
