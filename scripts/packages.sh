# shellcheck shell=bash
# What only the system's package manager has: RabbitMQ's program (unless CLUSTERLINE_RABBITMQ_URI names a broker) and
# sshd's. Only the programs are needed: each run starts its own, no system service is ever touched.

rabbitmq_server=/usr/lib/rabbitmq/bin/rabbitmq-server
# shellcheck disable=SC2016 # the backquotes are for the reader
rabbitmq_remedy='run `apt-get install -y --no-install-recommends rabbitmq-server` as root, or set CLUSTERLINE_RABBITMQ_URI to a broker'
# shellcheck disable=SC2016
sshd_remedy='run `apt-get install -y --no-install-recommends openssh-server` as root (its service is not needed)'

find_rabbitmq() { [[ -n ${CLUSTERLINE_RABBITMQ_URI:-} || -x $rabbitmq_server ]]; }

find_sshd() { [[ -x /usr/sbin/sshd ]]; }

# shellcheck disable=SC2016
npm_remedy='run `apt-get install -y --no-install-recommends nodejs npm` as root, or install Node.js 20 or newer'

# The console's page is built with the machine's npm.
has_npm() { has node && has npm; }

find_packages() { has_npm && find_rabbitmq && { [[ ${needs_sshd:-yes} == no ]] || find_sshd; }; }

part_packages() {
  has_npm || { install_package nodejs "$npm_remedy" && install_package npm "$npm_remedy"; }
  find_rabbitmq || install_package rabbitmq-server "$rabbitmq_remedy" rabbitmq-server.service
  [[ ${needs_sshd:-yes} == no ]] || find_sshd || install_package openssh-server "$sshd_remedy" ssh.service ssh.socket
}

# install_package NAME REMEDY UNIT…: without starting its service, now or at boot.
install_package() {
  if ! is_root || ! has apt-get; then fail 69 "$1 is missing: $2"; fi
  echo "installing $1 with apt-get (its system service stays off)"
  without_service_start apt_install "$1"
  local unit
  has systemctl || return 0
  for unit in "${@:3}"; do systemctl disable --quiet "$unit" 2>/dev/null || true; done # none runs in a container
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -qq -y --no-install-recommends "$1" >/dev/null 2>&1 ||
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends "$1" >/dev/null; }
}

# Debian asks policy-rc.d before it starts a package's service. One that is there already must say no, too.
without_service_start() {
  local policy=/usr/sbin/policy-rc.d
  if [[ -e $policy ]] && ! grep -q 'clusterline setup' "$policy"; then
    local answer=0
    "$policy" "$2" start || answer=$?
    [[ $answer -eq 101 ]] || fail 69 "$policy would let $2 start as a system service: install the package yourself"
    "$@"
    return
  fi
  printf '#!/bin/sh\n# clusterline setup: no service starts by this installation. Removed when it ends.\nexit 101\n' >"$policy"
  chmod +x "$policy"
  local result=0
  "$@" || result=$?
  rm -f "$policy"
  return "$result"
}
