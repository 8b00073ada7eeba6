# shellcheck shell=bash
# Messages for the user go to stderr: stdout belongs to results.

say() { printf '%s\n' "$*" >&2; }

# fail CODE TEXT…: prints the problem and its fix, and exits.
fail() {
  local code=$1
  shift
  printf 'clusterline: %s\n' "$@" >&2
  exit "$code"
}

has() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $(id -u) -eq 0 ]]; }
