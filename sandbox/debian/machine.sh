#!/usr/bin/env bash
# Boots one Debian machine in the network namespace of the caller and stays until it is switched off. What it writes lies in
# memory and is gone then. usage: machine.sh HOME NAME ADDRESS USER_DATA (HOME: what make.sh has made; USER_DATA: a file;
# beside it NAME.cfg, if there is one, is what the image of this machine tells cloud-init besides)
set -euo pipefail
here=$(cd "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/enclose.sh"

# All machines have their user ids from here on; root.sh has given the golden root to the first of them.
first_id=1048576
disk=${CLUSTERLINE_DEBIAN_DISK:-2g}
# What else the caller may say: "BRIDGE ROUTER PREFIX VPC" of the network; the image's user; the instance id; an existing folder
# for the disk, which then outlives the machine; what the light hosts of the sandbox share, for containers in name only.
read -r bridge gateway prefix vpc <<<"${CLUSTERLINE_DEBIAN_NETWORK:-br0 10.9.0.1 24 10.9.0.0/24}"
login=${CLUSTERLINE_DEBIAN_LOGIN:-admin} instance=${CLUSTERLINE_DEBIAN_INSTANCE:-i-$2}
folder=${CLUSTERLINE_DEBIAN_FOLDER:-} shared=${CLUSTERLINE_DEBIAN_SHARED:-}

[[ $# -eq 4 || ${5:-} == grouped || ${5:-} == enclosed ]] || { echo "usage: ${0##*/} HOME NAME ADDRESS USER_DATA" >&2 && exit 64; }
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

# The caller may have made the machine read-only already, and with it the control groups, which lie on no disk.
writable_cgroups() {
  local target kind
  while read -r target kind; do
    [[ $kind != cgroup* ]] || mount -o remount,bind,rw "$target" || give_up "could not make $target writable"
  done < <(findmnt --raw --noheadings --output TARGET,FSTYPE)
}

if [[ -z ${5:-} ]]; then
  [[ -z $(ip route show default) ]] || give_up "this network has a way out: machine.sh runs below network.sh"
  exec unshare --mount --propagation private -- "$here/machine.sh" "$@" grouped
fi
if [[ $5 == grouped ]]; then
  writable_cgroups
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
  printf '%s\n' "instance-id: $instance" "local-hostname: ip-${address//./-}" | file var/lib/cloud/seed/nocloud/meta-data
  file etc/cloud/cloud.cfg.d/99-sandbox.cfg <<END
datasource_list: [NoCloud, None]
network: {config: disabled}
system_info:
  default_user:
    name: $login
END
  [[ ! -e /run/image-config ]] || file etc/cloud/cloud.cfg.d/98-image.cfg </run/image-config
  {
    echo 127.0.0.1 localhost
    echo "$gateway $(tr '\n' ' ' <"$home/hosts")"
  } | file etc/hosts
  {
    printf '%s\n' '[Match]' 'Name=host0' '[Network]' "Address=$address/$prefix" 'LinkLocalAddressing=no'
    [[ $vpc == */$prefix ]] || printf '%s\n' '[Route]' "Destination=$vpc" "Gateway=$gateway" # the rest of the VPC
  } | file etc/systemd/network/10-host0.network
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
  local drop_ins=/etc/kubernetes-sandbox
  [[ -z $shared ]] || drop_ins=/opt/sandbox/etc/kubelet.conf.d
  echo "KUBELET_EXTRA_ARGS=--config-dir=$drop_ins" | file etc/kubernetes-sandbox/environment
  printf '%s\n' '[Service]' 'EnvironmentFile=/etc/kubernetes-sandbox/environment' |
    file etc/systemd/system/kubelet.service.d/20-sandbox.conf
  file etc/kubernetes-sandbox/containerd.toml <<'END'

[plugins.'io.containerd.cri.v1.runtime']
restrict_oom_score_adj = true
disable_apparmor = true
END
  [[ -z $shared ]] || { containers_in_name_only && return; }
  file etc/systemd/system/containerd.service.d/20-sandbox.conf <<'END'
[Service]
ExecStartPre=/bin/sh -c 'cat /etc/containerd/config.toml >/run/containerd.toml; if grep -q "^version = 3" /etc/containerd/config.toml; then cat /etc/kubernetes-sandbox/containerd.toml >>/run/containerd.toml; fi'
ExecStart=
ExecStart=/usr/bin/containerd --config /run/containerd.toml
END
}

image_config=$(dirname "$user_data")/$name.cfg
# The package of containerd, its configuration and its unit are the machine's; the program that the unit starts is the light
# hosts': the control plane's containers are processes, all others have a name, a state, an address and answers to their probes.
containers_in_name_only() {
  file etc/systemd/system/containerd.service.d/20-sandbox.conf <<END
[Service]
ExecStart=
ExecStart=/opt/sandbox/bin/cri --egress-allow=$vpc
Type=exec
KillMode=mixed
RuntimeDirectory=sandbox
END
}

enclose ${folder:+"$folder"}
cp "$user_data" /run/user-data
[[ ! -e $image_config ]] || cp "$image_config" /run/image-config
keep "$home" /run/home
binds=()
if [[ -n $shared ]]; then
  mkdir /run/shared
  mount --rbind "$shared" /run/shared || give_up "could not bind $shared"
  binds=(--bind-ro=/run/shared:/opt/sandbox)
fi
if [[ -n $folder ]]; then
  keep "$folder" /run/machine
else
  mkdir /run/machine
  mount -t tmpfs -o "mode=755,size=$disk" tmpfs /run/machine
fi
cover_tmp
home=/run/home user_data=/run/user-data
if [[ ! -d /run/machine/layer ]]; then # the first boot
  mkdir -p /run/machine/{layer,upper,work,root,containerd}
  cloud
  kernel
  nested
  chown -R --no-dereference "$first_id:$first_id" /run/machine
fi
mount -t overlay -o "lowerdir=/run/machine/layer:$home/root,upperdir=/run/machine/upper,workdir=/run/machine/work" overlay /run/machine/root
[[ $(stat --file-system --format %T /run/machine/root) == overlayfs ]] || give_up "the machine's root is no overlay"

export LD_LIBRARY_PATH=$home/tools/root/usr/lib/x86_64-linux-gnu/systemd
# A reboot ends nspawn with 133; the disk is still there.
while true; do
  ended=0
  "$home/tools/root/usr/bin/systemd-nspawn" --quiet --register=no --keep-unit --console=pipe --capability=all \
    "--system-call-filter=@keyring bpf" "--network-bridge=$bridge" \
    "--private-users=$first_id:65536" --private-users-ownership=off \
    "${binds[@]}" --bind=/run/machine/containerd:/var/lib/containerd --directory=/run/machine/root "--machine=$name" "--hostname=ip-${address//./-}" --boot </dev/null || ended=$?
  [[ $ended -eq 133 ]] || exit "$ended"
done
