#!/usr/bin/env bash
# Runs a command beside a Docker engine of its own, in a network that has nothing but loopback. The engine holds the image
# that the tests ask for; it ends with the command, and what it wrote goes.
# usage: engine.sh HOME COMMAND… (HOME: what make.sh has made)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/../debian/enclose.sh"

image=rabbitmq:4-alpine

[[ $# -ge 2 ]] || { echo "usage: ${0##*/} HOME COMMAND…" >&2 && exit 64; }

# engine HOME SCRATCH: dockerd, in a mount namespace in which all but that scratch is read-only.
engine() {
  enclose "$2"
  local home=$1 place
  # dockerd writes there whatever it is told.
  for place in /etc /opt; do
    mkdir -p "/run/layers$place"/{upper,work}
    mount -t overlay -o "lowerdir=$place,upperdir=/run/layers$place/upper,workdir=/run/layers$place/work" overlay "$place" ||
      give_up "no layer over $place"
  done
  export PATH=$home/tools/root/usr/sbin:$home/tools/root/usr/bin:/usr/bin:/bin # without modprobe
  export DOCKER_TMPDIR=$2/tmp
  mkdir -p "$2/tmp"
  echo "{}" >"$2/engine.json"
  exec dockerd --data-root "$2/data" --exec-root /run/docker --pidfile /run/docker.pid --host "unix://$2/docker.sock" \
    --config-file "$2/engine.json" --storage-driver overlay2 --cgroup-parent /clusterline-docker --bip 10.8.0.1/24 \
    --iptables=false --ip6tables=false --ip-masq=false --ip-forward=false
}

# The groups of a killed engine are empty a moment later.
remove_cgroups() {
  local left
  for _ in {1..50}; do
    left=$(find /sys/fs/cgroup -depth -type d -path '*/clusterline-docker*')
    [[ -n $left ]] || return 0
    xargs rmdir <<<"$left" 2>/dev/null || sleep 0.1
  done
}

# beside HOME SCRATCH COMMAND…: in the network namespace that the engine and the command share.
beside() {
  local home=$1 scratch=$2 docker=$1/tools/root/usr/bin/docker code=0
  shift 2
  ip link set lo up
  export DOCKER_HOST=unix://$scratch/docker.sock
  (in_own_namespaces --pid --fork --kill-child=KILL --mount-proc -- "$here/engine.sh" "$home" part engine "$scratch") >"$scratch/engine.log" 2>&1 &
  local engine=$!
  timeout 60 bash -c 'until "$1" version; do kill -0 "$2" && sleep 0.1 || exit 1; done' - "$docker" "$engine" >/dev/null 2>&1 ||
    { tail -n 20 "$scratch/engine.log" >&2 && rm -rf "$scratch" && return 70; }
  "$docker" import --change 'ENTRYPOINT ["/usr/lib/rabbitmq/bin/rabbitmq-server"]' --change 'ENV RABBITMQ_LOGS=- HOME=/var/lib/rabbitmq' \
    --change 'EXPOSE 5672' "$home/broker.tar" "$image" >/dev/null
  TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=localhost "$@" || code=$?
  kill -KILL "$engine" # and with it whatever runs in its process namespace
  wait "$engine" 2>/dev/null || true
  remove_cgroups
  rm -rf "$scratch"
  return "$code"
}

if [[ ${2:-} == part ]]; then
  case $3 in
    engine) engine "$1" "$4" ;;
    beside) beside "$1" "$4" "${@:5}" ;;
  esac
  exit
fi
find "$1" -maxdepth 1 -name 'run.*' -mmin +600 -exec rm -rf {} + # of runs that were killed
scratch=$(mktemp -d "$1/run.XXXXXX")
exec unshare --net --pid --fork --kill-child=KILL --mount-proc -- "$here/engine.sh" "$1" part beside "$scratch" "${@:2}"
