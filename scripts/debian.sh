# shellcheck shell=bash
# Real Debian machines for the tests (sandbox/debian), where this machine has the rights and programs for them.
# Sets: debian_home

debian_home=''

find_debian() {
  find_node || return 1
  debian_home=$cache/debian/$(fingerprint sandbox/debian -- \( -name '*.sh' -o -name '*.py' -o -name '*.go' -o -name go.mod \))-$(basename "$node_home")
  [[ -e $debian_home/complete ]]
}

# why_no_debian: prints what is missing, or nothing.
why_no_debian() {
  local program
  is_root || { echo "they need root" && return; }
  for program in apt-get dpkg-deb gpg openssl ip ssh findmnt python3; do
    has "$program" || { echo "$program is missing" && return; }
  done
  [[ $(dpkg --print-architecture) == amd64 ]] || { echo "their packages are made for amd64" && return; }
  has_go || { echo "containerd is built from its sources: $go_remedy" && return; }
  unshare --mount --net --pid --fork --mount-proc true 2>/dev/null || { echo "no namespaces can be made here" && return; }
  [[ -w /sys/fs/cgroup ]] || { echo "control groups cannot be made here"; }
}

# setup_debian: makes them unless they are there. Where that cannot be, the reason is said and nothing fails: the machines of
# the sandbox are light hosts then.
setup_debian() {
  find_debian && return 0
  local reason
  reason=$(why_no_debian)
  [[ -z $reason ]] || { say "setup: no Debian machines ($reason); only light hosts are tested" && return 0; }
  (provide debian) || say "setup: no Debian machines (making them failed, see above); only light hosts are tested"
}

part_debian() {
  find_debian && return 0
  local fresh
  mkdir -p "$cache/debian"
  fresh=$(mktemp -d "$cache/debian/.new.XXXXXX")
  chmod 0755 "$fresh"
  echo "making Debian machines (about 5 minutes on 2 cores, once)"
  nice "$root/sandbox/debian/make.sh" "$node_home/kube" "$fresh" || { rm -rf "$fresh" && return 1; }
  touch "$fresh/complete"
  rm -rf "$debian_home"
  mv "$fresh" "$debian_home"
  keep_newest "$cache/debian" 1
}
