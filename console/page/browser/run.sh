#!/usr/bin/env bash
# Provides what the browser's tests import, and runs them, or those that are named: run.sh [install | FILE…]. The Java tests
# call it, with what it looks at in the environment.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")"
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
[[ ${1:-} != install ]] || exit 0
[[ $# -gt 0 ]] || set -- test/*.test.mjs
exec node --test --test-concurrency=1 --test-reporter=spec "$@"
