#!/usr/bin/env bash
# Fetches the programs that make and boot Debian machines, as packages that are only unpacked: installing systemd-container
# would upgrade the machine's own systemd. usage: tools.sh DIRECTORY
set -euo pipefail

[[ $# -eq 1 ]] || { echo "usage: ${0##*/} DIRECTORY" >&2 && exit 64; }
mkdir -p "$1/debs"
cd "$1/debs"
fetch() { apt-get download -q mmdebstrap systemd-container libsystemd-shared 2>&1 | grep -v '^W: Download is performed unsandboxed' || true; }
fetch
compgen -G 'systemd-container_*.deb' >/dev/null || { apt-get update -q && fetch; }
for deb in *.deb; do dpkg-deb -x "$deb" "$1/root"; done
[[ -x $1/root/usr/bin/mmdebstrap && -x $1/root/usr/bin/systemd-nspawn ]]
