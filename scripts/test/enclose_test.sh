#!/usr/bin/env bash
# sandbox/debian/enclose.sh: a script in which a mount fails must not write to the machine. As root.
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=$(readlink -f -- "${self%/*}/../..")
# shellcheck source=/dev/null
source "$root/sandbox/debian/enclose.sh"

expect() {
  local what=$1
  shift
  "$@" || { echo "not so: $what" >&2 && exit 1; }
}

cannot_write() { ! (: >"$1/.clusterline-test") 2>/dev/null || { rm -f "$1/.clusterline-test" && return 1; }; }

given_an_enclosed_script_then_it_can_write_only_where_it_may() {
  enclose "$scratch"
  local directory
  for directory in / /etc /usr /var /home /root /opt "$HOME"; do
    expect "$directory cannot be written" cannot_write "$directory"
  done
  : >"$scratch/mine"
  keep "$scratch" /run/kept
  cover_tmp
  : >/tmp/mine
  expect "what was kept is there" [ -e /run/kept/mine ]
}

given_a_mount_that_fails_in_an_enclosed_script_then_the_machine_is_untouched() {
  enclose
  if mount -t overlay -o lowerdir=/absent,upperdir=/absent,workdir=/absent overlay /mnt 2>/dev/null; then exit 1; fi
  expect "the next write fails" cannot_write /mnt
}

given_the_machines_own_namespace_then_it_refuses() {
  local code=0 output
  # shellcheck disable=SC2016 # the inner bash's argument
  output=$(env machine_namespace="$(readlink /proc/self/ns/mnt)" bash -c 'source "$1" && enclose' - "$root/sandbox/debian/enclose.sh" 2>&1) || code=$?
  expect "it ends with 70, not $code" [ "$code" -eq 70 ]
  expect "it says why, not $output" [ "$output" = "debian: this is not a mount namespace of our own; nothing was written" ]
}

given_a_mount_that_stays_writable_then_it_refuses() {
  local code=0 output
  mount -t tmpfs tmpfs /var
  output=$(prove_read_only /var 2>&1) || code=$?
  expect "it ends with 70, not $code" [ "$code" -eq 70 ]
  expect "it says which, not $output" [ "$output" = "debian: /var is not read-only; nothing was written" ]
}

main() {
  [[ $EUID -eq 0 ]] || { echo "run as root: each case has a mount namespace of its own" >&2 && exit 1; }
  local case
  scratch=$(mktemp -d)
  export scratch
  trap 'rm -rf "$scratch"' EXIT
  for case in $(compgen -A function given_); do
    (in_own_namespaces --pid --fork --kill-child=KILL --mount-proc -- "$self" case "$case")
    echo "passed: $case"
  done
}

if [[ ${1:-} == case ]]; then "$2"; else main; fi
