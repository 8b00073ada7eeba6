#!/usr/bin/env bash
# Builds the binaries of this module, kube, cri and machines, into the given directory. Says how far it is on stdout, one
# line at a time. Everything about versions stands in go.mod; whether a build is needed is the caller's affair.
set -euo pipefail

if [[ $# -ne 1 || $1 == -* ]]; then
  echo "usage: ${0##*/} OUTPUT_DIRECTORY" >&2
  exit 64
fi
mkdir -p "$1"
output=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"

export CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -trimpath -buildvcs=false"

progress() { printf '[%3d s] %s\n' "$SECONDS" "$1"; }

# count NAME TOTAL: reads the names of packages as they are compiled (the compiler's other lines go to stderr).
count() {
  local line done=0
  while IFS= read -r line; do
    if [[ $line == *[\ :]* ]]; then
      echo "$line" >&2
    elif (((done += 1) % 200 == 0)); then
      progress "$1: $done of at most $2 packages compiled"
    fi
  done
}

# build NAME LDFLAGS: written beside its place and then moved, so that an interrupted build leaves no half binary.
build() {
  local total
  total=$(go list -deps "./cmd/$1" | wc -l)
  progress "$1: compiling what is not cached of $total packages"
  go build -v -ldflags "$2" -o "$output/.$1.new" "./cmd/$1" 2>&1 | count "$1" "$total"
  mv "$output/.$1.new" "$output/$1"
  progress "$1: built, $(($(wc -c <"$output/$1") / 1000000)) MB"
}

version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
IFS=. read -r major minor _ <<<"${version#v}"
stamp=k8s.io/component-base/version

progress "Kubernetes $version: fetching Go modules"
go list -deps ./cmd/... >/dev/null # fetches just what the binaries need
build machines '-s -w'
build cri '-s -w'
build kube "-s -w -X $stamp.gitVersion=$version -X $stamp.gitMajor=$major -X $stamp.gitMinor=$minor"
