#!/usr/bin/env bash
# setup of the Debian machines: a machine that lacks something is told what and goes on; one that lacks nothing fails when they
# cannot be made. As root: each case has a mount namespace of its own, in which the machine is read-only.
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=$(readlink -f -- "${self%/*}/../..")
# shellcheck source=/dev/null
source "$root/sandbox/debian/enclose.sh"

# setup_debian [COMMAND_BEFORE…]: runs it on a machine without machines of Debian, whose make.sh is $made. Sets: code, output
setup_debian() {
  code=0
  output=$("$@" bash -c '
    set -euo pipefail
    root=$1 cache=$2 self=$1/clusterline
    for part in say fingerprint node debian packages setup; do source "$root/scripts/$part.sh"; done
    find_node() { node_home=$cache/node; }
    has_go() { return "$go"; }
    part_debian() { eval "$made"; }
    run_part() { "part_$1"; }
    setup_debian' - "$root" "$place" 2>&1) || code=$?
}

expect() {
  local what=$1
  shift
  "$@" || { echo "not so: $what; exit code $code, output: $output" >&2 && exit 1; }
}

says() { [[ $output == *"$1"* ]]; }

given_a_machine_that_lacks_nothing_when_they_cannot_be_made_then_setup_fails() {
  made='echo no mirror answers; return 1' setup_debian env
  expect "it fails" [ "$code" -eq 69 ]
  expect "it says what failed" says "no mirror answers"
  expect "it names the part" says "setup: debian failed"
}

given_a_machine_that_lacks_nothing_when_they_were_made_then_setup_succeeds() {
  # shellcheck disable=SC2016 # for the inner bash
  made='find_debian || { mkdir -p "$debian_home" && touch "$debian_home/complete"; }' setup_debian env
  expect "it succeeds" [ "$code" -eq 0 ]
}

given_no_root_then_it_says_so_and_goes_on() {
  made='return 1' setup_debian setpriv --reuid 65534 --regid 65534 --clear-groups
  expect "it goes on" [ "$code" -eq 0 ]
  expect "it says why" says "setup: Debian machines are skipped: needs root. "
}

given_several_things_that_lack_then_all_of_them_are_named_at_once() {
  mount -t tmpfs -o ro tmpfs /sys/fs/cgroup
  made='return 1' go=1 setup_debian env
  expect "it goes on" [ "$code" -eq 0 ]
  expect "it names Go" says "needs Go, which builds containerd"
  expect "it names control groups" says "; control groups that may be divided"
}

main() {
  [[ $EUID -eq 0 ]] || { echo "run as root: each case has a mount namespace of its own" >&2 && exit 1; }
  local case
  all=$(mktemp -d)
  trap 'rm -rf "$all"' EXIT
  chmod 0755 "$all"
  for case in $(compgen -A function given_); do
    export place=$all/$case go=0
    mkdir "$place"
    (in_own_namespaces --pid --fork --kill-child=KILL --mount-proc -- "$self" case "$case")
    echo "passed: $case"
  done
}

if [[ ${1:-} == case ]]; then
  enclose "$place"
  "$2"
else main; fi
