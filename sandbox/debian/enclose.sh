# shellcheck shell=bash
# Sourced by the scripts that mount something: the machine itself becomes read-only before the first write. After a mount
# that failed, the rest of a script would otherwise go on writing to the machine's own files.

# What the kernel itself serves. Control groups are made there, and nothing of it lies on a disk.
kernel_kinds=' proc sysfs cgroup cgroup2 devtmpfs devpts mqueue securityfs debugfs tracefs bpf binfmt_misc '

# in_own_namespaces OPTIONS_OF_UNSHARE… -- COMMAND…: goes on as that command, which then may call enclose.
in_own_namespaces() {
  local options=()
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  machine_namespace=$(readlink /proc/self/ns/mnt)
  export machine_namespace
  exec unshare --mount --propagation private "${options[@]}" -- "$@"
}

# enclose DIRECTORY…: in this mount namespace every mount is read-only, except those directories and new memory on /run. Ends
# the program unless the kernel says that it is so.
enclose() {
  local directory target kind
  [[ -n ${machine_namespace:-} && $(readlink /proc/self/ns/mnt) != "$machine_namespace" ]] ||
    give_up "this is not a mount namespace of our own"
  for directory in "$@"; do
    [[ $directory == /*/* ]] || give_up "'$directory' is no directory to leave writable"
    mount --bind "$directory" "$directory" || give_up "could not bind $directory"
  done
  while read -r target kind; do
    [[ $kernel_kinds != *" $kind "* && " $* " != *" $target "* ]] || continue
    mount -o remount,bind,ro "$target" || give_up "could not make $target read-only"
  done < <(findmnt --raw --noheadings --output TARGET,FSTYPE)
  prove_read_only / /etc /usr /var /home /root
  mount -t tmpfs -o mode=755 tmpfs /run || give_up "no memory on /run"
}

# keep DIRECTORY PLACE: shows it at another place, where it stays when /tmp, below which it may lie, is covered.
keep() { { mkdir "$2" && mount --bind "$1" "$2"; } || give_up "could not bind $1"; }

# cover_tmp: new memory on /tmp, for programs that know no other place.
cover_tmp() { mount -t tmpfs -o mode=1777 tmpfs /tmp || give_up "no memory on /tmp"; }

# prove_read_only DIRECTORY…: asks the kernel, and tries it.
prove_read_only() {
  local directory probe
  for directory in "$@"; do
    [[ -d $directory ]] || continue
    [[ ,$(findmnt --noheadings --output OPTIONS --target "$directory"), == *,ro,* ]] || give_up "$directory is not read-only"
    probe=$directory/.clusterline-must-not-be-written
    if (: >"$probe") 2>/dev/null; then
      rm -f "$probe"
      give_up "$directory can be written"
    fi
  done
}

give_up() {
  echo "debian: $*; nothing was written" >&2
  exit 70
}
