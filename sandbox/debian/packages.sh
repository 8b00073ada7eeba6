#!/usr/bin/env bash
# Makes the packages of Kubernetes and of Docker's repository from what setup has built, under the names, with the versions,
# dependencies, units and configuration files of the originals.
# usage: packages.sh KUBE BINARIES DEBS OUTPUT (BINARIES: containerd and crictl; DEBS: Debian's packages; OUTPUT: a directory)
set -euo pipefail

[[ $# -eq 4 ]] || { echo "usage: ${0##*/} KUBE BINARIES DEBS OUTPUT" >&2 && exit 64; }
kube=$1 binaries=$2 debs=$3 output=$4
version=$("$kube" kubelet --version)
version=${version#Kubernetes v}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$output"

# control NAME VERSION DEPENDS [FIELD…]: begins a package; its files go below $scratch/NAME.
control() {
  mkdir -p "$scratch/$1/DEBIAN"
  {
    printf '%s\n' "Package: $1" "Version: $2" 'Architecture: amd64' 'Maintainer: Clusterline sandbox <sandbox@localhost>' \
      'Section: admin' 'Priority: optional'
    [[ -z $3 ]] || echo "Depends: $3"
    [[ $# -le 3 ]] || printf '%s\n' "${@:4}"
    echo "Description: $1, made by the sandbox"
  } >"$scratch/$1/DEBIAN/control"
}

# file PACKAGE PATH: standard input becomes that file.
file() {
  mkdir -p "$(dirname "$scratch/$1/$2")"
  cat >"$scratch/$1/$2"
}

program() { install -D -m 0755 "$2" "$scratch/$1/$3"; }

# link_to_kube PACKAGE NAME: one binary serves all, as in the whole sandbox.
link_to_kube() {
  mkdir -p "$scratch/$1/usr/bin"
  ln -s ../lib/kube/kube "$scratch/$1/usr/bin/$2"
}

# starts_service PACKAGE UNIT: as Debian's helpers do after an installation.
starts_service() {
  file "$1" DEBIAN/postinst <<END
#!/bin/sh
set -e
if [ "\$1" = configure ]; then
  systemctl daemon-reload
  deb-systemd-helper enable $2 >/dev/null || true
  deb-systemd-invoke start $2 || true
fi
END
  chmod 0755 "$scratch/$1/DEBIAN/postinst"
}

# taken_from DEB: the files of one of Debian's packages, unpacked.
taken_from() {
  local deb
  deb=$(compgen -G "$debs/$1_*.deb" | head -n 1)
  dpkg-deb -x "$deb" "$scratch/taken"
}

kubernetes() {
  local revision=$version-1.1 minor=${version%.*}
  control kube-node-binary "$revision" ''
  program kube-node-binary "$kube" usr/lib/kube/kube
  control kubelet "$revision" \
    'kube-node-binary, iptables (>= 1.4.21), kubernetes-cni (>= 1.2.0), iproute2, mount, util-linux, ethtool, socat, conntrack, ebtables'
  link_to_kube kubelet kubelet
  mkdir -p "$scratch/kubelet/etc/kubernetes/manifests"
  echo KUBELET_EXTRA_ARGS= | file kubelet etc/default/kubelet
  echo /etc/default/kubelet | file kubelet DEBIAN/conffiles
  file kubelet usr/lib/systemd/system/kubelet.service <<'END'
[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
END
  starts_service kubelet kubelet.service
  control kubeadm "$revision" "kube-node-binary, cri-tools (>= 1.30.0)"
  link_to_kube kubeadm kubeadm
  file kubeadm usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf <<'END'
# Note: This dropin only works with kubeadm and kubelet v1.11+
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
END
  control kubectl "$revision" kube-node-binary
  link_to_kube kubectl kubectl
  control cri-tools "$minor.0-1.1" ''
  program cri-tools "$binaries/crictl" usr/bin/crictl
  control kubernetes-cni 1.8.0-1.1 ''
  taken_from containernetworking-plugins
  local plugin
  for plugin in bridge host-local loopback portmap; do
    program kubernetes-cni "$scratch/taken/usr/lib/cni/$plugin" "opt/cni/bin/$plugin"
  done
}

containerd() {
  control containerd.io "2.2.1-1~debian.13~trixie" 'libc6 (>= 2.34), libseccomp2 (>= 2.5.0)' \
    'Provides: containerd, runc' 'Conflicts: containerd, runc' 'Replaces: containerd, runc'
  local name
  for name in containerd containerd-shim-runc-v2 ctr; do program containerd.io "$binaries/$name" "usr/bin/$name"; done
  taken_from runc
  program containerd.io "$(find "$scratch/taken/usr" -path '*bin/runc' -type f)" usr/bin/runc
  echo 'disabled_plugins = ["cri"]' | file containerd.io etc/containerd/config.toml
  echo /etc/containerd/config.toml | file containerd.io DEBIAN/conffiles
  file containerd.io usr/lib/systemd/system/containerd.service <<'END'
[Unit]
Description=containerd container runtime
Documentation=https://containerd.io
After=network.target dbus.service

[Service]
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/bin/containerd
Type=notify
Delegate=yes
KillMode=process
Restart=always
RestartSec=5
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
OOMScoreAdjust=-999

[Install]
WantedBy=multi-user.target
END
  starts_service containerd.io containerd.service
}

kubernetes
containerd
rm -rf "$scratch/taken"
for package in "$scratch"/*/; do dpkg-deb --root-owner-group -Zzstd -z1 --build "$package" "$output/" >/dev/null; done
