#!/usr/bin/env bash
# Fetches prometheus and promtool as a package that is only unpacked: installing it would start a system service.
# usage: tools.sh DIRECTORY; afterwards DIRECTORY/root/usr/bin has both.
set -euo pipefail

[[ $# -eq 1 ]] || { echo "usage: ${0##*/} DIRECTORY" >&2 && exit 64; }
[[ ! -x $1/root/usr/bin/promtool ]] || exit 0
mkdir -p "$1/debs"
cd "$1/debs"
fetch() { apt-get download -q prometheus 2>&1 | grep -v '^W: Download is performed unsandboxed' || true; }
fetch
compgen -G 'prometheus_*.deb' >/dev/null || { apt-get update -q && fetch; }
for deb in *.deb; do dpkg-deb -x "$deb" "$1/root"; done
rm -f -- *.deb
[[ -x $1/root/usr/bin/prometheus && -x $1/root/usr/bin/promtool ]]
