#!/usr/bin/env bash
# Makes the golden root of a Debian machine, as a cloud's image has it: systemd, cloud-init, sshd, and nothing of Kubernetes.
# Beside it the Debian packages that the preparation of a node installs, for a repository of our own.
# usage: root.sh TOOLS OUTPUT (two directories; OUTPUT gets root/ and debs/)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/enclose.sh"

suite=trixie
mirror=http://deb.debian.org/debian
image=(systemd-sysv dbus libpam-systemd openssh-server sudo cloud-init curl ca-certificates iproute2 iputils-ping kmod procps
  netbase e2fsprogs less apt-utils)
# What prepare-node.sh asks for by name, what our Kubernetes packages depend on, and what is taken out of for them.
later=(conntrack socat ipset nfs-common iptables ebtables ethtool containernetworking-plugins runc libseccomp2 busybox-static)

[[ $# -eq 2 || ${3:-} == enclosed ]] || { echo "usage: ${0##*/} TOOLS OUTPUT" >&2 && exit 64; }
tools=$1 output=$2
[[ ${3:-} == enclosed ]] || in_own_namespaces --pid --fork --kill-child=KILL --mount-proc -- "$here/root.sh" "$tools" "$output" enclosed

mkdir -p "$output/scratch" "$output/debs"
enclose "$output"
keep "$output" /run/output
keep "$tools" /run/tools
cover_tmp
tools=/run/tools output=/run/output
export PATH=$tools/root/usr/bin:$PATH TMPDIR=$output/scratch

# mmdebstrap gives the root this machine's resolv.conf, host name and hosts; a new machine has its own keys and identity.
# shellcheck disable=SC2016 # $1 is the root, in the hooks
mmdebstrap --mode=root --variant=apt --format=directory --include="$(IFS=, && echo "${image[*]}")" \
  --customize-hook='chroot "$1" apt-get -q clean' \
  --customize-hook='chroot "$1" apt-get -q -y --no-install-recommends install --download-only '"${later[*]}" \
  --customize-hook="mv \"\$1\"/var/cache/apt/archives/*.deb '$output/debs/'" \
  --customize-hook='cd "$1" && rm -f etc/ssh/ssh_host_* etc/resolv.conf etc/hostname etc/hosts var/lib/dbus/machine-id' \
  --customize-hook='cd "$1" && : >etc/machine-id && : >etc/resolv.conf && echo localhost >etc/hostname' \
  "$suite" "$output/root" "deb $mirror $suite main"
rm -rf "$output/scratch"

# The machines' user ids begin here (machine.sh): nspawn gives the whole tree to them, with its set-user-id bits.
export LD_LIBRARY_PATH=$tools/root/usr/lib/x86_64-linux-gnu/systemd
systemd-nspawn --quiet --register=no --keep-unit --private-network --pipe --private-users=1048576:65536 \
  --private-users-ownership=chown --directory="$output/root" --machine=golden /bin/true </dev/null
