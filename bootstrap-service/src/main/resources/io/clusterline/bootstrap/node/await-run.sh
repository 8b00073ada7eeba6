# Waits a little for the end of a detached run. Prints "absent", "running", "ended STATUS" or "died", then its log's end.
# Given: RUN (its name), SECONDS_AT_MOST
set -euo pipefail
run=${CLUSTERLINE_STATE:-/var/lib/clusterline}/runs/$RUN
if ! [ -e "$run/lock" ]; then
  echo absent
  exit 0
fi
cd "$run"
exec 9>>lock
if ! flock -s -w "$SECONDS_AT_MOST" 9; then
  echo running
  tail -n 1 log
elif [ -e status ]; then
  echo "ended $(cat status)"
  tail -n 40 log
else
  echo died
  tail -n 40 log
fi
