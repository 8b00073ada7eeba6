#!/usr/bin/env bash
# Makes what engine.sh needs. usage: make.sh DEBIAN_TOOLS OUTPUT (what sandbox/debian/tools.sh has made; an empty directory)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

[[ $# -eq 2 ]] || { echo "usage: ${0##*/} DEBIAN_TOOLS OUTPUT" >&2 && exit 64; }
echo "fetching a Docker engine"
"$here/tools.sh" "$2/tools"
echo "making an image of Debian's RabbitMQ"
"$here/broker.sh" "$1" "$2" >"$2/broker.log" 2>&1 || { tail -n 20 "$2/broker.log" && exit 1; }
