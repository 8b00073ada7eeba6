#!/usr/bin/env bash
# Builds both binaries of the sandbox's node side into the given directory: kube and machines.
# The Kubernetes version is the one that go.mod pins; caching is the caller's affair.
set -euo pipefail

if [[ $# -ne 1 ]]; then
  echo "usage: ${0##*/} OUTPUT_DIRECTORY" >&2
  exit 64
fi
mkdir -p "$1"
output=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"

export CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -trimpath -buildvcs=false"

version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
IFS=. read -r major minor _ <<<"${version#v}"
stamp=k8s.io/component-base/version
kube_flags="-s -w -X $stamp.gitVersion=$version -X $stamp.gitMajor=$major -X $stamp.gitMinor=$minor"
kube_flags+=" -X $stamp.gitTreeState=clean -X $stamp.buildDate=1970-01-01T00:00:00Z"

progress() { printf '[%3ds] %s\n' "$SECONDS" "$1"; }

# build NAME LDFLAGS: written beside its place and then moved, so that an interrupted build leaves no half binary.
build() {
  progress "building $1"
  go build -ldflags "$2" -o "$output/.$1.new" "./cmd/$1"
  mv "$output/.$1.new" "$output/$1"
  progress "$1 built ($(du -h "$output/$1" | cut -f1))"
}

progress "Kubernetes $version: downloading modules"
go mod download
build machines '-s -w'
build kube "$kube_flags"
