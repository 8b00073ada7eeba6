#!/usr/bin/env bash
# Boots machines in a network that has nothing but them, their package repositories and their image registry: a network
# namespace with a bridge and no way out. A machine NAME is booted for each file NAME.ADDRESS in the directory; the file is
# its user data, ADDRESS the last number of its addresses: 10.9.0.ADDRESS inside, 127.92.0.ADDRESS outside. Its console goes
# to NAME.log. All of it ends with standard input, or when this process is killed.
# usage: network.sh HOME DIRECTORY (HOME: what make.sh has made)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

gateway=10.9.0.1

[[ $# -eq 2 ]] || { echo "usage: ${0##*/} HOME DIRECTORY" >&2 && exit 64; }
home=$1 directory=$2

# The groups of machines that are gone; the kernel refuses to remove any other.
# shellcheck disable=SC2317 # a trap calls it
end() {
  local job
  for job in $(jobs -p); do kill -KILL "$job" 2>/dev/null || true; done
  find /sys/fs/cgroup -depth -type d -path '*/clusterline-debian-*' -exec rmdir {} + 2>/dev/null || true
}

each_machine() {
  local file
  for file in "$directory"/*.[0-9]*; do "$1" "$(basename "${file%.*}")" "${file##*.}" "$file"; done
}

relay() { setpriv --pdeathsig KILL python3 "$here/relay.py" outside "$directory/relay" "127.92.0.$2" "10.9.0.$2" 22 6443 & }

boot() { "$here/machine.sh" "$home" "$1" "10.9.0.$2" "$3" >"$directory/$1.log" 2>&1 & }

if [[ ${inside_network:-} != yes ]]; then
  export inside_network=yes
  trap end EXIT
  each_machine relay
  setpriv --pdeathsig KILL unshare --net --pid --fork --kill-child=KILL --mount-proc --propagation private -- "$here/network.sh" "$@"
  exit
fi

ip link set lo up
ip link add br0 type bridge
ip address add "$gateway/24" dev br0
ip link set br0 up
[[ -z $(ip route show default) ]] || { echo "network.sh: this network has a way out" >&2 && exit 70; }
python3 "$here/serve.py" "$home" "$gateway" >"$directory/serve.log" 2>&1 &
python3 "$here/relay.py" inside "$directory/relay" &
each_machine boot
cat >/dev/null
