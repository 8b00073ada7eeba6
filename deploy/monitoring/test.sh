#!/usr/bin/env bash
# Tests everything here: configuration and rules by promtool, dashboards and runbooks by npm, and the dashboards' JSON by the strict
# decoder of Grafana's SDK, which only its Go edition has.
# usage: test.sh DIRECTORY, where tools.sh DIRECTORY has put promtool; or PROMTOOL=PROGRAM test.sh
set -euo pipefail

[[ $# -eq 1 || -n ${PROMTOOL:-} ]] || { echo "usage: ${0##*/} DIRECTORY, or PROMTOOL=PROGRAM ${0##*/}" >&2 && exit 64; }
export PROMTOOL=${PROMTOOL:-$1/root/usr/bin/promtool}
cd "$(dirname -- "${BASH_SOURCE[0]}")"
"$PROMTOOL" check config prometheus/prometheus.yml
"$PROMTOOL" test rules tests/*.yaml
cd dashboards
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  npm ci --ignore-scripts --no-audit --no-fund --silent
  touch node_modules/.package-lock.json
fi
npm test --silent
cd strict
go test -count=1 -v ./...
