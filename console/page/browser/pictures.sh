#!/usr/bin/env bash
# Takes every picture of docs/images anew, and docs/monitoring-expressions.md from the same build: pictures.sh [SPECIFICATION].
# As root, on a quiet machine, some ten minutes. All but setup and Maven runs in a network of its own
# that has loopback only: the failed build is one whose manifest cannot be downloaded.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../../.." && pwd)
images=$root/docs/images
dashboards=$root/deploy/monitoring/dashboards
cache=${CLUSTERLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/clusterline}
specification=$(realpath -- "${1:-$root/deploy/clusters/eco2.yaml}")
export CLUSTERLINE_CHROMIUM=${CLUSTERLINE_CHROMIUM:-$cache/browser/chromium}
source "$root/scripts/prometheus.sh"
has() { command -v "$1" >/dev/null; }

outside() {
  "$root/clusterline" setup all
  "$here/run.sh" install
  [[ -d $dashboards/node_modules ]] || (cd "$dashboards" && npm ci --ignore-scripts --no-audit --no-fund --silent)
  (cd "$dashboards" && npm run -s build)
  drawn=$(mktemp -d)
  mvn -q -B -ntp -Dspotless.check.skip -f "$root/pom.xml" -pl bench -am test -Dtest=ClusterPictureTest \
    -Dclusterline.pictures="$drawn" -Dsurefire.failIfNoSpecifiedTests=false
  CLUSTERLINE_DRAWN=$drawn exec unshare --net -- bash -c 'ip link set lo up && exec "$@"' - "$here/pictures.sh" "$specification"
}

# demo ARGUMENT…: begins one that stays; afterwards $page is the address of its page, and $messages what it says.
demo() {
  messages=$CLUSTERLINE_DRAWN/demo.txt
  "$root/clusterline" demo --keep --console "$@" -o json >"$CLUSTERLINE_DRAWN/demo.json" 2>"$messages" &
  demo=$!
  trap 'kill "$demo" 2>/dev/null || true' EXIT
  page=$(said 'The page is at ')
}

# said WORDS: what the demo says after them, once it does.
said() {
  local end=$((SECONDS + 120))
  until grep -q "$1" "$messages"; do
    ((SECONDS < end)) && kill -0 "$demo" || { cat "$messages" >&2 && return 1; }
    sleep 0.2
  done
  grep -m1 -o "$1.*" "$messages" | sed "s|$1||"
}

over() {
  kill "$demo"
  wait "$demo" || true
  trap - EXIT
}

# scraped_after EPOCH PROMETHEUS: every target was scraped after that, so that what is finished is seen.
scraped_after() {
  local deadline=$((SECONDS + 60)) oldest=none
  until [[ $oldest != none ]] && ((oldest > $1)); do
    ((SECONDS < deadline)) || { echo "waited 60 s until every target was scraped after $1; the oldest scrape: $oldest" >&2 && return 1; }
    sleep 0.5
    oldest=$(python3 -c 'import json, sys, urllib.request as r
found = json.load(r.urlopen(sys.argv[1] + "/api/v1/query?query=min(timestamp(up))"))["data"]["result"]
print(int(float(found[0]["value"][1])) if found else "none")' "$2")
  done
}

good_build() {
  local begin=$EPOCHSECONDS prometheus_at run end
  demo --monitoring -f "$specification"
  prometheus_at=$(said 'Prometheus is at ')
  (cd "$here" && node screenshots.mjs "$page" "$images" running finished list)
  scraped_after "$EPOCHSECONDS" "${prometheus_at%/}"
  end=$EPOCHSECONDS
  node "$dashboards/build/src/preview.js" "${prometheus_at%/}" "$begin" "$end" "$CLUSTERLINE_DRAWN"
  (cd "$here" && node dashboards.mjs "$CLUSTERLINE_DRAWN" "$images")
  run=$(grep -A1 -m1 'Their logs are in' "$messages" | tail -n1 | sed 's/^ *//')
  over
  python3 "$root/scripts/check_expressions.py" "$prometheus" "$run" "$begin" "$end" "$root/docs/monitoring-expressions.md"
}

failed_build() {
  demo --charts=upstream -f "$specification"
  (cd "$here" && node screenshots.mjs "$page" "$images" failed)
  over
}

[[ -n ${CLUSTERLINE_DRAWN:-} ]] || outside
find_prometheus
failed_build
(cd "$here" && node terminal.mjs "$images" -f "$root/deploy/clusters/small.yaml")
good_build
