# shellcheck shell=bash
# The sandbox's own binaries (kubeadm, kubelet, the control plane, machines), built from sandbox/node.
# Sets: node_home

node_home=''

find_node() {
  if [[ -n ${CLUSTERLINE_NODE_BINARY:-} ]]; then
    node_home=$(dirname -- "$(readlink -f -- "$CLUSTERLINE_NODE_BINARY")")
    [[ -x $node_home/kube && -x $node_home/cri && -x $node_home/machines ]] ||
      fail 64 "CLUSTERLINE_NODE_BINARY must name a built 'kube' with 'cri' and 'machines' beside it (sandbox/node/build.sh makes them)"
    return 0
  fi
  node_home=$cache/node/$(fingerprint sandbox/node -- -not -name '*_test.go' -not -path '*/testdata/*')
  [[ -e $node_home/complete ]]
}

go_remedy='install Go 1.26 or newer (https://go.dev/dl), or set CLUSTERLINE_NODE_BINARY to a prebuilt "kube"'

# Any Go from 1.21 fetches the toolchain that go.mod asks for; an older one cannot.
has_go() { has go && [[ $(go env GOVERSION) =~ ^go1\.(2[1-9]|[3-9][0-9]) ]]; }

part_node() {
  find_node && return 0
  has_go || fail 69 "Go is missing or too old: $go_remedy"
  echo "building Kubernetes for the sandbox (about 5 minutes on 2 cores, once)"
  local fresh
  fresh=$(mktemp -d "$cache/node/.new.XXXXXX")
  nice "$root/sandbox/node/build.sh" "$fresh"
  touch "$fresh/complete"
  rm -rf "$node_home"
  mv "$fresh" "$node_home"
  keep_newest "$cache/node" 2
}

# sandbox_kubectl ARGUMENTS…: the cluster is the one whose kubeconfig the newest running demo wrote, or KUBECONFIG's.
sandbox_kubectl() {
  find_node || setup sandbox
  if [[ -z ${KUBECONFIG:-} ]]; then
    KUBECONFIG=$(find "$cache/run" -mindepth 2 -maxdepth 2 -name kubeconfig -printf '%T@ %p\n' 2>/dev/null |
      sort -rn | head -n1 | cut -d' ' -f2-)
    [[ -n $KUBECONFIG ]] || fail 69 "no demo holds a cluster: start one with './clusterline demo --keep'"
    export KUBECONFIG
  fi
  exec "$node_home/kube" kubectl "$@"
}
