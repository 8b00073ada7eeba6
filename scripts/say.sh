# shellcheck shell=bash
# What this script tells a person goes to stderr: stdout belongs to results.

say() { printf '%s\n' "$*" >&2; }

# fail CODE TEXT…: says what is wrong and what to do, and ends.
fail() {
  local code=$1
  shift
  printf 'clusterline: %s\n' "$@" >&2
  exit "$code"
}

has() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $(id -u) -eq 0 ]]; }
