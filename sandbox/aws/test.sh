#!/bin/sh
# Tests of the AWS stand-in: test.sh VENV [pytest options]. Makes the virtual environment if it is not there or not complete;
# writes nothing outside it and the temporary directory.
set -eu
venv=${1:?usage: test.sh VENV [pytest options], VENV being the virtual environment to use or make}
shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1

test -x "$venv/bin/python" || python3 -m venv "$venv"
wanted=$(sha256sum <"$here/requirements-dev.txt")
if [ "$(cat "$venv/requirements-dev.sha256" 2>/dev/null || true)" != "$wanted" ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements-dev.txt"
    printf '%s\n' "$wanted" >"$venv/requirements-dev.sha256"
fi
cd "$here"
"$venv/bin/ruff" check --quiet --no-cache .
"$venv/bin/ruff" format --quiet --no-cache --check .
exec "$venv/bin/python" -m pytest -q -p no:cacheprovider "$@" tests
