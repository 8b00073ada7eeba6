#!/usr/bin/env bash
# Boots one Debian machine in the network namespace of the caller and stays until it is switched off. What it writes lies in
# memory and is gone then. usage: machine.sh HOME NAME ADDRESS USER_DATA (HOME: what make.sh has made; USER_DATA: a file)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/enclose.sh"

# All machines have their user ids from here on; root.sh has given the golden root to the first of them.
first_id=1048576
bridge=br0
gateway=10.9.0.1
disk=${CLUSTERLINE_DEBIAN_DISK:-2g}

[[ $# -eq 4 || ${5:-} == enclosed ]] || { echo "usage: ${0##*/} HOME NAME ADDRESS USER_DATA" >&2 && exit 64; }
home=$1 name=$2 address=$3 user_data=$4 group=clusterline-debian-$2-$(stat --dereference --format %i /proc/self/ns/net)

# A control group in each hierarchy, which the machine's own root may divide. It lies beside that of another machine, if this
# script was started from one.
join_cgroups() {
  local controllers path hierarchy mine
  while IFS=: read -r _ controllers path; do
    hierarchy=/sys/fs/cgroup/${controllers#name=}
    [[ -n $controllers || ! -d ${hierarchy}unified ]] || hierarchy+=unified
    [[ -d $hierarchy ]] || continue
    path=${path%/}
    mine=$hierarchy${path%/clusterline-debian-*}/$group
    mkdir -p "$mine"
    if [[ $controllers == cpuset ]]; then
      cat "$hierarchy/cpuset.cpus" >"$mine/cpuset.cpus"
      cat "$hierarchy/cpuset.mems" >"$mine/cpuset.mems"
      echo 1 >"$mine/cgroup.clone_children"
    fi
    echo $$ >"$mine/cgroup.procs"
    chown "$first_id:$first_id" "$mine" "$mine/cgroup.procs"
    [[ ! -e $mine/tasks ]] || chown "$first_id:$first_id" "$mine/tasks"
  done </proc/self/cgroup
}

if [[ ${5:-} != enclosed ]]; then
  [[ -z $(ip route show default) ]] || give_up "this network has a way out: machine.sh runs below network.sh"
  join_cgroups
  in_own_namespaces --pid --fork --kill-child=KILL --mount-proc -- nice -n 10 "$here/machine.sh" "$home" "$name" "$address" "$user_data" enclosed
fi

# file PATH: standard input becomes a file of this machine, over the golden root.
file() {
  mkdir -p "$(dirname "/run/machine/layer/$1")"
  cat >"/run/machine/layer/$1"
}

# enabled UNIT TARGET
enabled() {
  mkdir -p "/run/machine/layer/etc/systemd/system/$2.wants"
  ln -sf "/etc/systemd/system/$1" "/run/machine/layer/etc/systemd/system/$2.wants/$1"
}

# What an image of a cloud has besides the golden root: its network, its package sources, where its user data lies.
cloud() {
  file var/lib/cloud/seed/nocloud/user-data <"$user_data"
  printf '%s\n' "instance-id: i-$name" "local-hostname: ip-${address//./-}" | file var/lib/cloud/seed/nocloud/meta-data
  file etc/cloud/cloud.cfg.d/99-sandbox.cfg <<'END'
datasource_list: [NoCloud, None]
network: {config: disabled}
system_info:
  default_user:
    name: admin
END
  {
    echo 127.0.0.1 localhost
    echo "$gateway $(tr '\n' ' ' <"$home/hosts")"
  } | file etc/hosts
  printf '%s\n' '[Match]' 'Name=host0' '[Network]' "Address=$address/24" 'LinkLocalAddressing=no' |
    file etc/systemd/network/10-host0.network
  mkdir -p /run/machine/layer/etc/systemd/system/multi-user.target.wants
  ln -s /usr/lib/systemd/system/systemd-networkd.service /run/machine/layer/etc/systemd/system/multi-user.target.wants/
  cat "$home/root/etc/ssl/certs/ca-certificates.crt" "$home/tls/ca.crt" | file etc/ssl/certs/ca-certificates.crt
  file usr/share/keyrings/sandbox-debian.asc <"$home/www/debian.asc"
  echo 'deb [signed-by=/usr/share/keyrings/sandbox-debian.asc] https://deb.debian.org/debian trixie main' | file etc/apt/sources.list
}

# The kernel is shared. Settings of it that preparation writes are files of this machine; its modules are there already.
kernel() {
  local setting unit
  for setting in vm/overcommit_memory kernel/panic kernel/panic_on_oops fs/file-max; do
    file "var/lib/sandbox/${setting//\//.}" <"/proc/sys/$setting"
    unit=${setting//-/\\x2d} # as systemd escapes paths
    unit=proc-sys-${unit//\//-}.mount
    file "etc/systemd/system/$unit" <<END
[Unit]
DefaultDependencies=no
Before=local-fs.target
[Mount]
What=/var/lib/sandbox/${setting//\//.}
Where=/proc/sys/$setting
Type=none
Options=bind
END
    enabled "$unit" local-fs.target
  done
  printf 'kernel/%s.ko\n' fs/overlayfs/overlay net/bridge/br_netfilter | file "usr/lib/modules/$(uname -r)/modules.builtin"
  file "usr/lib/modules/$(uname -r)/modules.order" </dev/null
  ln -s /dev/null /run/machine/layer/etc/systemd/system/sys-kernel-debug.mount # the kernel lets no user namespace mount them
  ln -s /dev/null /run/machine/layer/etc/systemd/system/sys-kernel-tracing.mount
  printf '%s\n' '[Unit]' 'DefaultDependencies=no' 'Before=sysinit.target' '[Service]' 'Type=oneshot' 'ExecStart=/usr/sbin/depmod' |
    file etc/systemd/system/sandbox-modules.service
  enabled sandbox-modules.service sysinit.target
}

# What kubelet and containerd need to be told in a user namespace; the product's own configuration of them stays as it is.
nested() {
  file etc/kubernetes-sandbox/10-sandbox.conf <<'END'
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
featureGates:
  KubeletInUserNamespace: true
END
  echo 'KUBELET_EXTRA_ARGS=--config-dir=/etc/kubernetes-sandbox' | file etc/kubernetes-sandbox/environment
  printf '%s\n' '[Service]' 'EnvironmentFile=/etc/kubernetes-sandbox/environment' |
    file etc/systemd/system/kubelet.service.d/20-sandbox.conf
  file etc/kubernetes-sandbox/containerd.toml <<'END'

[plugins.'io.containerd.cri.v1.runtime']
restrict_oom_score_adj = true
disable_apparmor = true
END
  file etc/systemd/system/containerd.service.d/20-sandbox.conf <<'END'
[Service]
ExecStartPre=/bin/sh -c 'cat /etc/containerd/config.toml >/run/containerd.toml; if grep -q "^version = 3" /etc/containerd/config.toml; then cat /etc/kubernetes-sandbox/containerd.toml >>/run/containerd.toml; fi'
ExecStart=
ExecStart=/usr/bin/containerd --config /run/containerd.toml
END
}

enclose
cp "$user_data" /run/user-data
keep "$home" /run/home
cover_tmp
home=/run/home user_data=/run/user-data
mkdir /run/machine
mount -t tmpfs -o "mode=755,size=$disk" tmpfs /run/machine
mkdir -p /run/machine/{layer,upper,work,root,containerd}
cloud
kernel
nested
chown -R --no-dereference "$first_id:$first_id" /run/machine
mount -t overlay -o "lowerdir=/run/machine/layer:$home/root,upperdir=/run/machine/upper,workdir=/run/machine/work" overlay /run/machine/root
[[ $(stat --file-system --format %T /run/machine/root) == overlayfs ]] || give_up "the machine's root is no overlay"

export LD_LIBRARY_PATH=$home/tools/root/usr/lib/x86_64-linux-gnu/systemd
# A reboot ends nspawn with 133; the disk is still there.
while true; do
  ended=0
  "$home/tools/root/usr/bin/systemd-nspawn" --quiet --register=no --keep-unit --console=pipe --capability=all \
    "--system-call-filter=@keyring bpf" "--network-bridge=$bridge" \
    "--private-users=$first_id:65536" --private-users-ownership=off \
    --bind=/run/machine/containerd:/var/lib/containerd --directory=/run/machine/root "--machine=$name" --boot </dev/null || ended=$?
  [[ $ended -eq 133 ]] || exit "$ended"
done
