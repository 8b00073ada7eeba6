#!/usr/bin/env bash
# Makes everything that Debian machines are booted from: the golden root, our packages, signed repositories, images.
# usage: make.sh KUBE OUTPUT (KUBE: the binary that sandbox/node/build.sh builds; OUTPUT: an empty directory)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

containerd=v2.2.1
crictl=v1.36.0

[[ $# -eq 2 ]] || { echo "usage: ${0##*/} KUBE OUTPUT" >&2 && exit 64; }
kube=$1 output=$(realpath "$2")

say() { printf '[%3d s] %s\n' "$SECONDS" "$1"; }

# The versions that Docker's and Kubernetes' repositories have; Debian's own containerd is too old for our configuration.
binaries() {
  export CGO_ENABLED=0 GOFLAGS='-trimpath -buildvcs=false' GOBIN=$1
  go install -ldflags '-s -w' github.com/containerd/containerd/v2/cmd/{containerd,containerd-shim-runc-v2,ctr}@$containerd
  go install -ldflags '-s -w' sigs.k8s.io/cri-tools/cmd/crictl@$crictl
  (cd "$here/idle" && go build -ldflags '-s -w' -o "$1/idle" .)
}

say "fetching mmdebstrap and systemd-nspawn"
"$here/tools.sh" "$output/tools"
say "making a Debian root"
"$here/root.sh" "$output/tools" "$output" >"$output/root.log" 2>&1 || { tail -n 20 "$output/root.log" && exit 1; }
say "building containerd and crictl"
binaries "$output/bin"
say "making packages, repositories and images"
version=$("$kube" kubelet --version | sed -E 's/.*v([0-9]+\.[0-9]+)\..*/\1/')
"$here/packages.sh" "$kube" "$output/bin" "$output/debs" "$output/packages"
python3 "$here/publish.py" "$output/debs" "$output/packages" "$version" "$output"
python3 "$here/images.py" "$kube" "$output/bin/idle" "$output/images"
rm -rf "${output:?}"/{debs,packages,bin}
say "done, $(du -sm "$output" | cut -f1) MB"
