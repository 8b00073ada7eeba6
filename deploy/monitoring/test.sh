#!/usr/bin/env bash
# Tests everything here: configuration and rules by promtool, dashboards and runbooks by npm, and the dashboards' JSON by the strict
# decoder of Grafana's SDK, which only its Go edition has.
# usage: test.sh DIRECTORY, where tools.sh DIRECTORY has put promtool
set -euo pipefail

[[ $# -eq 1 ]] || { echo "usage: ${0##*/} DIRECTORY" >&2 && exit 64; }
export PROMTOOL=$1/root/usr/bin/promtool
cd "$(dirname -- "${BASH_SOURCE[0]}")"
"$PROMTOOL" check config prometheus/prometheus.yml
"$PROMTOOL" test rules tests/*.yaml
cd dashboards
[[ -d node_modules ]] || npm ci --no-audit --no-fund --silent
npm test --silent
cd strict
go test ./...
