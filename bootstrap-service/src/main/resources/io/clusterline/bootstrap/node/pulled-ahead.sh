# Says how many of the images that pull-ahead.sh was to pull are there by now. It is only told, and never a failure.
set -euo pipefail

pulled_ahead() {
  cd "${CLUSTERLINE_STATE:-/var/lib/clusterline}/pull-ahead" || return
  local wanted pulled failed
  wanted=$(cat first later | wc -l)
  pulled=$(cat pulled | wc -l)
  failed=$(cat failed | head -n 3 | paste -sd ' ')
  echo "images pulled ahead: $pulled of $wanted${failed:+, failed: $failed}"
}
(set +eo pipefail && pulled_ahead 2>/dev/null) || true
