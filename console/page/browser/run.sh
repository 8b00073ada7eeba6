#!/usr/bin/env bash
# Provides what the browser's tests import, and runs them. BrowserTest calls it, with a console and a line in the environment.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")"
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
[[ ${1:-} == install ]] || exec node --test --test-concurrency=1 --test-reporter=spec test/*.test.mjs
