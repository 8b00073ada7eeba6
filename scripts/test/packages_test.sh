#!/usr/bin/env bash
# setup's way to programs that only the package manager has, with a package manager that the test plays. As root: each
# case has its own mount namespace, in which the machine is read-only and lacks RabbitMQ and sshd.
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=$(readlink -f -- "${self%/*}/../..")
policy=/usr/sbin/policy-rc.d

# lacking_machine FUNCTION: runs it where nothing that it does outlives it.
lacking_machine() {
  local mounted
  mount --make-rprivate /
  for mounted in $(findmnt -rno TARGET --real); do mount -o remount,bind,ro "$mounted"; done
  mount -t tmpfs none /mnt
  mkdir /mnt/{upper,work,bin,empty}
  mount -t overlay -o lowerdir=/usr/sbin,upperdir=/mnt/upper,workdir=/mnt/work overlay /usr/sbin
  rm -f /usr/sbin/sshd "$policy"
  if [[ -d /usr/lib/rabbitmq ]]; then mount -t tmpfs none /usr/lib/rabbitmq; fi
  PATH=/mnt/bin:$PATH
  fake systemctl 'echo "systemctl $*" >>/mnt/calls'
  "$1"
}

# fake NAME BODY: a program that stands before the machine's own.
fake() {
  printf '#!/usr/bin/env bash\n%s\n' "$2" >"/mnt/bin/$1"
  chmod +x "/mnt/bin/$1"
}

# An apt-get that installs, and notes what policy-rc.d would have answered to the package.
fake_apt() {
  fake apt-get '
    echo "apt-get $*" >>/mnt/calls
    [[ $1 == update ]] && exit
    '"${1:-}"'
    answer=0; /usr/sbin/policy-rc.d "${!#}" start || answer=$?
    echo "policy $answer" >>/mnt/calls
    case ${!#} in
      rabbitmq-server) mkdir -p /usr/lib/rabbitmq/bin && install -m 755 /dev/null /usr/lib/rabbitmq/bin/rabbitmq-server ;;
      openssh-server) install -m 755 /dev/null /usr/sbin/sshd ;;
    esac'
}

# provide [VARIABLE=VALUE…]: the part of setup under test. Sets: code, output
provide() {
  code=0
  output=$(env -u CLUSTERLINE_RABBITMQ_URI HOME=/mnt "$@" "$root/clusterline" setup-part packages 2>&1) || code=$?
}

expect() {
  local what=$1
  shift
  "$@" || { echo "not so: $what; exit code $code, output: $output; calls: $(cat /mnt/calls 2>/dev/null)" >&2 && exit 1; }
}

says() { [[ $output == *"$1"* ]]; }

called() { grep -qxF -- "$1" /mnt/calls; }

given_root_and_apt_then_both_are_installed_without_a_service() {
  fake_apt
  provide
  expect "it succeeds" [ "$code" -eq 0 ]
  expect "RabbitMQ comes alone" called "apt-get install -qq -y --no-install-recommends rabbitmq-server"
  expect "sshd comes alone" called "apt-get install -qq -y --no-install-recommends openssh-server"
  expect "no service may start meanwhile" called "policy 101"
  expect "no service starts at boot" called "systemctl disable --quiet rabbitmq-server.service"
  expect "nor does sshd's, whose units have other names" called "systemctl disable --quiet ssh.service"
  expect "nor its socket" called "systemctl disable --quiet ssh.socket"
  expect "the policy is gone" [ ! -e "$policy" ]
}

given_stale_package_lists_then_they_are_read_anew_once() {
  fake_apt 'grep -qx "apt-get update -qq" /mnt/calls || exit 100'
  provide needs_sshd=no
  expect "it succeeds" [ "$code" -eq 0 ]
  expect "it installed twice" [ "$(grep -c 'apt-get install' /mnt/calls)" -eq 2 ]
}

given_a_package_that_cannot_be_had_then_it_fails_and_leaves_no_policy() {
  fake_apt 'echo "E: Unable to locate package" >&2; exit 100'
  provide needs_sshd=no
  expect "it fails" [ "$code" -ne 0 ]
  expect "apt-get has the word" says "E: Unable to locate package"
  expect "the policy is gone" [ ! -e "$policy" ]
}

given_a_policy_of_somebody_else_that_lets_services_start_then_nothing_is_installed() {
  fake_apt
  install -m 755 /dev/stdin "$policy" <<<'#!/bin/sh'
  provide needs_sshd=no
  expect "it refuses" [ "$code" -eq 69 ]
  expect "it says why" says "$policy would let rabbitmq-server start as a system service"
  expect "the policy stays" [ -e "$policy" ]
  expect "apt-get was not called" [ ! -e /mnt/calls ]
}

given_no_root_then_the_exact_command_is_named() {
  fake_apt
  provide needs_sshd=no setpriv --reuid 65534 --regid 65534 --clear-groups
  expect "it says that it cannot" [ "$code" -eq 69 ]
  expect "RabbitMQ's command" says '`apt-get install -y --no-install-recommends rabbitmq-server` as root'
  expect "the other way" says 'set CLUSTERLINE_RABBITMQ_URI to a broker'
  expect "apt-get was not called" [ ! -e /mnt/calls ]
}

given_no_root_when_the_sandbox_is_asked_for_then_the_way_to_it_is_named() {
  code=0
  output=$(env HOME=/mnt setpriv --reuid 65534 --regid 65534 --clear-groups "$root/clusterline" setup 2>&1) || code=$?
  expect "it refuses" [ "$code" -eq 69 ]
  expect "with the command" says "run 'sudo ./clusterline setup'"
}

main() {
  [[ $EUID -eq 0 ]] || { echo "run as root: the cases change a machine of their own" >&2 && exit 1; }
  local case
  for case in $(compgen -A function given_); do
    unshare --mount --pid --fork --kill-child=KILL --mount-proc "$self" case "$case"
    echo "passed: $case"
  done
}

if [[ ${1:-} == case ]]; then lacking_machine "$2"; else main; fi
