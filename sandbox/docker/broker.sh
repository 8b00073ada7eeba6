#!/usr/bin/env bash
# Makes the root of an image with a RabbitMQ from Debian's packages, in place of the one that the tests would pull.
# usage: broker.sh DEBIAN_TOOLS OUTPUT (what sandbox/debian/tools.sh has made; a directory that gets broker.tar)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/../debian/enclose.sh"

suite=trixie # its RabbitMQ is a 4.x, like the image that the tests ask for
mirror=http://deb.debian.org/debian

[[ $# -eq 2 || ${3:-} == enclosed ]] || { echo "usage: ${0##*/} DEBIAN_TOOLS OUTPUT" >&2 && exit 64; }
tools=$1 output=$2
[[ ${3:-} == enclosed ]] || in_own_namespaces --pid --fork --kill-child=KILL --mount-proc -- "$here/broker.sh" "$tools" "$output" enclosed

mkdir -p "$output/scratch"
enclose "$output"
keep "$output" /run/output
keep "$tools" /run/tools
cover_tmp
export PATH=/run/tools/root/usr/bin:$PATH TMPDIR=/run/output/scratch

# Everybody may log in as guest, as in Docker's official image.
# shellcheck disable=SC2016 # $1 is the root, in the hooks
mmdebstrap --mode=root --variant=essential --format=tar --include=rabbitmq-server \
  --customize-hook='mkdir -p "$1/etc/rabbitmq/conf.d" && echo "loopback_users = none" >"$1/etc/rabbitmq/conf.d/10-container.conf"' \
  --customize-hook='rm -rf "$1"/usr/share/{doc,man,locale} "$1"/var/cache/apt/archives "$1/var/lib/rabbitmq/.erlang.cookie"' \
  "$suite" /run/output/broker.tar "deb $mirror $suite main"
rm -rf /run/output/scratch
