# shellcheck shell=bash
# Real Debian machines for the tests (sandbox/debian), where this machine has the rights and programs for them.
# Sets: debian_home, debian_lacks (what this machine lacks for them, after setup_debian)

debian_home='' debian_lacks=''

# What they are made by decides whether they are made anew; the scripts that only boot them do not.
find_debian() {
  find_node || return 1
  debian_home=$cache/debian/$(fingerprint sandbox/debian -- \( -name '*.sh' -o -name '*.py' -o -name '*.go' -o -name go.mod \) \
    -not \( -name network.sh -o -name machine.sh -o -name relay.py -o -name serve.py \))-$(basename "$node_home")
  [[ -e $debian_home/complete ]]
}

# Programs that make and boot them, and the packages that have them.
debian_programs=(gpg:gnupg openssl:openssl ip:iproute2 ssh:openssh-client findmnt:mount python3:python3)

# why_no_debian: prints what this machine lacks for them, all of it in one line; nothing when they can be made here. Programs
# are not asked for where apt-get can install them.
why_no_debian() {
  local lacks=()
  is_root || lacks+=("root")
  if ! has apt-get || ! has dpkg-deb; then lacks+=("apt-get and dpkg-deb (a machine with Debian or Ubuntu)"); fi
  [[ $(uname -m) == x86_64 ]] || lacks+=("an amd64 machine, not $(uname -m): our packages are made for it")
  has_go || lacks+=("Go, which builds containerd: $go_remedy")
  ! is_root || why_no_namespaces
  [[ ${#lacks[@]} -eq 0 ]] || (IFS=';' && echo "${lacks[*]}" | sed 's/;/; /g')
}

# Adds to lacks. Tried, not guessed: containers differ in what they let their root do.
why_no_namespaces() {
  unshare --mount --net --pid --fork --mount-proc true 2>/dev/null || lacks+=("the right to make namespaces")
  unshare --user --map-root-user true 2>/dev/null || lacks+=("the right to make user namespaces (sysctl user.max_user_namespaces)")
  # shellcheck disable=SC2016 # the inner bash's
  unshare --mount --propagation private bash -ec 'mount -t tmpfs none /mnt && mkdir /mnt/{a,b,c,d} && cd /mnt &&
    mount -t overlay -o lowerdir=a,upperdir=b,workdir=c none d' 2>/dev/null || lacks+=("the right to mount memory and overlays")
  can_make_groups || lacks+=("control groups that may be divided (/sys/fs/cgroup is read-only or absent)")
}

# can_make_groups: one is made in the hierarchy of memory, or in the only one, beside which nothing happens.
can_make_groups() {
  local hierarchy=/sys/fs/cgroup probe
  [[ ! -d $hierarchy/memory ]] || hierarchy+=/memory
  probe=$hierarchy/clusterline-debian-probe-$$
  mkdir "$probe" 2>/dev/null && rmdir "$probe"
}

# setup_debian: makes them unless they are there. A machine that lacks something for them is told what, and has the light hosts;
# where nothing is lacking, a failure to make them is one of setup.
setup_debian() {
  find_debian && return 0
  debian_lacks=$(why_no_debian)
  if [[ -n $debian_lacks ]]; then
    say "setup: Debian machines are skipped: needs $debian_lacks. The machines of the sandbox are light hosts"
    return 0
  fi
  install_debian_programs
  provide debian
}

# Not in the part itself, which is killed when setup is: a package manager must not be.
install_debian_programs() {
  local entry
  for entry in "${debian_programs[@]}"; do
    has "${entry%:*}" && continue
    say "setup: installing ${entry#*:} with apt-get"
    apt_install "${entry#*:}" || fail 69 "${entry#*:} is missing: run 'apt-get install ${entry#*:}' as root"
  done
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
