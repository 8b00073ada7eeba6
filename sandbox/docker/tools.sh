#!/usr/bin/env bash
# Fetches a Docker engine, as packages that are only unpacked: an installation would start it and change the machine.
# usage: tools.sh DIRECTORY
set -euo pipefail

[[ $# -eq 1 ]] || { echo "usage: ${0##*/} DIRECTORY" >&2 && exit 64; }
mkdir -p "$1/debs"
cd "$1/debs"
fetch() { apt-get download -q docker.io containerd runc tini 2>&1 | grep -v '^W: Download is performed unsandboxed' || true; }
fetch
compgen -G 'docker.io_*.deb' >/dev/null || { apt-get update -q && fetch; }
for deb in *.deb; do dpkg-deb -x "$deb" "$1/root"; done
rm -rf "$1/debs"
for program in sbin/dockerd bin/docker bin/containerd sbin/runc; do [[ -x $1/root/usr/$program ]]; done
