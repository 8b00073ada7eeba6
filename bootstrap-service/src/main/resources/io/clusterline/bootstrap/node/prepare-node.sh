# Makes a machine with Ubuntu or Debian ready for kubeadm: kernel, container runtime, Kubernetes packages. Safe to run
# again; what a live node's pods rest on is left alone once it has joined.
# Given: NODE, KUBERNETES_VERSION (1.36.3), KUBERNETES_MINOR (1.36), CONTAINERD_VERSION (2.2.1-*), IMAGE_REPOSITORY,
# PAUSE_VERSION (empty: kubeadm is asked), REGISTRIES (an array), IMAGE_MIRROR (empty: each registry itself), BAKED (yes: the
# machine's image holds the packages, which are verified and not installed)
set -euo pipefail
umask 022 # apt reads repository keys as its own user
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a LC_ALL=C
WRONG_HOST_NAME=81 DISK_FULL=82 NOT_BAKED=83 # exit statuses, known to PreparationFailure

PACKAGES=("kubelet=$KUBERNETES_VERSION-*" "kubeadm=$KUBERNETES_VERSION-*" "kubectl=$KUBERNETES_VERSION-*"
  "containerd.io=$CONTAINERD_VERSION" cri-tools conntrack socat ipset nfs-common curl ca-certificates)
HELD=(kubelet kubeadm kubectl containerd.io)

say() { echo "[prepare] $*"; }
fail() { fail_with 1 "$@"; }
fail_with() { say "${*:2}"; exit "$1"; }
joined() { [ -e /etc/kubernetes/kubelet.conf ]; }

# Succeeds when the file had to be changed.
put() {
  local file=$1 content
  content=$(cat)
  [ "$(cat "$file" 2>/dev/null)" = "$content" ] && return 1
  mkdir -p "$(dirname "$file")"
  printf '%s\n' "$content" >"$file.new"
  chmod 0644 "$file.new"
  mv -f "$file.new" "$file"
}

# These become parts of addresses and of configuration files, which have no quoting of their own.
check_values() {
  local value
  for value in "$NODE" "$KUBERNETES_VERSION" "$KUBERNETES_MINOR" "$CONTAINERD_VERSION" "$IMAGE_REPOSITORY" \
    "$PAUSE_VERSION" "$IMAGE_MIRROR" "${REGISTRIES[@]}"; do
    [[ $value =~ ^[A-Za-z0-9._:/*+~-]*$ && $value != *..* ]] || fail "a value has characters that are not accepted"
  done
}

check_host_name() {
  [ "$(hostname)" = "$NODE" ] ||
    fail_with "$WRONG_HOST_NAME" "the host name is $(hostname), not $NODE: the image keeps a name of its own"
}

# What the packages take unpacked and as files, and the first images: apt and containerd find out in the middle of it.
check_disk() {
  local -A needed=()
  local mib directory mount device free
  while read -r mib directory; do
    mount=$(df --output=target "$directory" | tail -n 1)
    needed[$mount]=$((${needed[$mount]:-0} + mib))
  done <<'END'
600 /usr
150 /var/cache
500 /var/lib
END
  for mount in "${!needed[@]}"; do
    read -r device free < <(df -m --output=source,avail "$mount" | tail -n 1)
    [ "$free" -ge "${needed[$mount]}" ] || fail_with "$DISK_FULL" \
      "the disk $device, mounted on $mount, has $free MiB free; packages and images need ${needed[$mount]} MiB"
  done
}

turn_swap_off() {
  [ -z "$(swapon --show --noheadings)" ] || swapoff -a
  sed -i -E '/^[^#].*\sswap\s/s/^/# /' /etc/fstab
  [ -z "$(swapon --show --noheadings)" ] || fail "swap is still on: $(swapon --show --noheadings)"
}

set_up_kernel() {
  printf '%s\n' overlay br_netfilter | put /etc/modules-load.d/kubernetes.conf || true
  modprobe overlay
  modprobe br_netfilter
  put /etc/sysctl.d/99-kubernetes.conf <<'END' || true
net.bridge.bridge-nf-call-iptables = 1
net.bridge.bridge-nf-call-ip6tables = 1
net.ipv4.ip_forward = 1
net.ipv4.conf.all.forwarding = 1
net.ipv6.conf.all.forwarding = 1
vm.overcommit_memory = 1
kernel.panic = 10
kernel.panic_on_oops = 1
fs.file-max = 2097152
END
  sysctl -q -p /etc/sysctl.d/99-kubernetes.conf
}

# What an earlier network left would break the next one; on a node that has joined it is the network. The folder stays:
# containerd watches it and ends when it is deleted.
remove_stale_cni() {
  joined && return
  [ ! -d /etc/cni/net.d ] || find /etc/cni/net.d -mindepth 1 -delete
  rm -rf /var/lib/cni
}

# repository NAME URL SUITE_AND_COMPONENT KEY_URL
repository() {
  local key=/etc/apt/keyrings/$1.asc
  if ! [ -s "$key" ]; then
    install -d -m 0755 /etc/apt/keyrings
    curl -fsSL --retry 5 --retry-connrefused --max-time 60 -o "$key.new" "$4"
    chmod 0644 "$key.new"
    mv -f "$key.new" "$key"
  fi
  echo "deb [arch=$(dpkg --print-architecture) signed-by=$key] $2 $3" | put "/etc/apt/sources.list.d/$1.list" || true
}

# Nothing for a package that was removed: dpkg knows its version as long as its configuration is there.
version_of() {
  local state version
  read -r state version < <(dpkg-query -W -f='${db:Status-Status} ${Version}\n' "$1" 2>/dev/null) || true
  case $state in installed | triggers-*) echo "$version" ;; esac
}

packages_are_there() {
  local package
  for package in kubelet kubeadm kubectl; do
    [[ $(version_of "$package") == "$KUBERNETES_VERSION"-* ]] || return 1
  done
  # shellcheck disable=SC2053 # a pattern on purpose
  [[ $(version_of containerd.io) == $CONTAINERD_VERSION ]]
}

# Prints a line for each package that is not there, or not in the version that is wanted.
missing_packages() {
  local wanted name version found
  for wanted in "${PACKAGES[@]}"; do
    name=${wanted%%=*}
    version=${wanted#"$name"}
    version=${version#=}
    found=$(version_of "$name")
    # shellcheck disable=SC2053 # a pattern on purpose
    if [ -z "$found" ]; then
      echo "$name${version:+ $version}"
    elif [ -n "$version" ] && [[ $found != $version ]]; then
      echo "$name $version (it has $found)"
    fi
  done
}

verify_packages() {
  local missing
  missing=$(missing_packages | paste -sd ',' | sed 's/,/, /g')
  [ -z "$missing" ] || fail_with "$NOT_BAKED" "the machine image is not baked for this cluster, it lacks $missing"
}

# apt-get waits for dpkg's lock, but not for that of the package lists: another program that reads them is waited for here.
read_package_lists() {
  local attempt output
  for attempt in {1..120}; do
    if output=$("$@" update 2>&1); then
      echo "$output"
      return
    fi
    [[ $output == *"Could not get lock /var/lib/apt/lists/lock"* ]] || break
    [ "$attempt" -gt 1 ] || say "another program reads the package lists: waiting for it"
    sleep 5
  done
  echo "$output"
  return 100
}

# An installation that was cut off, as by a reboot, stands in the way of every other until it is finished.
finish_interrupted_installation() {
  [ -z "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ] || dpkg --configure -a --force-confdef --force-confold
}

install_packages() {
  if [ "$BAKED" = yes ]; then
    verify_packages
    return
  fi
  packages_are_there && return
  joined && fail "has joined with kubelet $(version_of kubelet); upgrading a live node is another procedure"
  check_disk
  local k8s="https://pkgs.k8s.io/core:/stable:/v$KUBERNETES_MINOR/deb/" system docker
  system=$(. /etc/os-release && echo "$ID $VERSION_CODENAME") # debian trixie
  docker=https://download.docker.com/linux/${system% *}
  repository kubernetes "$k8s" / "${k8s}Release.key"
  repository docker "$docker" "${system#* } stable" "$docker/gpg"
  local apt=(apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
  say "reading the package lists"
  read_package_lists "${apt[@]}"
  finish_interrupted_installation
  say "installing ${PACKAGES[*]}"
  "${apt[@]}" install -y --no-install-recommends --allow-change-held-packages --allow-downgrades \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "${PACKAGES[@]}"
  packages_are_there || fail "apt-get succeeded, and kubelet is still $(version_of kubelet)"
}

hold_packages() { apt-mark hold "${HELD[@]}" >/dev/null; }

pause_image() {
  if [ -n "$PAUSE_VERSION" ]; then
    echo "$IMAGE_REPOSITORY/pause:$PAUSE_VERSION"
    return
  fi
  kubeadm config images list --kubernetes-version "v$KUBERNETES_VERSION" --image-repository "$IMAGE_REPOSITORY" |
    grep '/pause:'
}

# containerd asks the mirror in each registry's place, and nobody else, whoever wrote the image's name: a chart, a manifest,
# a user. It reads these files at each pull.
set_up_image_mirror() {
  local registry
  for registry in "${REGISTRIES[@]}"; do
    if [ -z "$IMAGE_MIRROR" ]; then
      rm -rf "/etc/containerd/certs.d/$registry"
      continue
    fi
    put "/etc/containerd/certs.d/$registry/hosts.toml" <<END || true
server = "$IMAGE_MIRROR/$registry"
capabilities = ["pull", "resolve"]
override_path = true
END
  done
}

# The package ships a configuration in which the CRI is disabled; this one replaces it as a whole.
set_up_containerd() {
  local changed=no
  put /etc/containerd/config.toml <<END && changed=yes
version = 3

[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '$(pause_image)'

[plugins.'io.containerd.cri.v1.images'.registry]
  config_path = '/etc/containerd/certs.d'

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'

  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
    SystemdCgroup = true
END
  put /etc/crictl.yaml <<'END' || true
runtime-endpoint: unix:///run/containerd/containerd.sock
image-endpoint: unix:///run/containerd/containerd.sock
timeout: 10
debug: false
END
  systemctl enable -q containerd kubelet
  if [ "$changed" = yes ] || ! systemctl is-active -q containerd; then
    systemctl restart containerd
  fi
  timeout 60 bash -c 'until [ -S /run/containerd/containerd.sock ]; do sleep 0.05; done' ||
    fail "containerd runs without its socket: $(systemctl is-active containerd)"
}

check_values
check_host_name
turn_swap_off
set_up_kernel
remove_stale_cni
install_packages
hold_packages
set_up_image_mirror
say "starting the container runtime"
set_up_containerd
say "ready"
