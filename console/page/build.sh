#!/usr/bin/env bash
# Builds the page with the machine's npm: build.sh OUTPUT. What is there and newer than its sources stays.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")"
output=$1
command -v npm >/dev/null || { echo "npm is missing: install Node.js 20 or newer with npm (apt-get install nodejs npm)" >&2; exit 69; }
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
if [[ ! -e $output/console.js || -n $(find src build.mjs package-lock.json -newer "$output/console.js" -print -quit) ]]; then
  npm run --silent check
  node build.mjs "$output"
fi
