# shellcheck shell=bash
# Provides what is missing, independent parts at once. Sets: setup_millis

setup_millis=0

# setup line|sandbox|debian|complete|all: what `up` needs, what `demo` needs as well, what real Debian machines need beside that,
# a Docker engine too, and what all tests need. Prometheus comes with the last, and where needs_prometheus=yes.
setup() {
  local begin=$EPOCHREALTIME lock monitoring=()
  [[ ${needs_prometheus:-no} == no ]] || monitoring=(prometheus)
  require_platform
  require_jdk
  [[ $1 == line ]] || require_root
  mkdir -p "$cache"/{line,aws,node}
  # One setup at a time; the lock is released with this process, however it ends.
  exec {lock}>"$cache/lock"
  flock --nonblock "$lock" || { say "waiting for another setup to end" && flock "$lock"; }
  has_npm || provide packages # the line's page is built with it
  case $1 in
    line) needs_sshd=no provide line packages "${monitoring[@]}" ;;
    sandbox) provide line packages aws node "${monitoring[@]}" ;;
    debian | complete)
      provide line packages aws node "${monitoring[@]}"
      setup_debian
      [[ $1 == debian ]] || setup_docker
      ;;
    all)
      provide line packages aws node prometheus browser
      setup_debian
      setup_docker
      ;;
    *) fail 64 "setup takes 'line', 'sandbox', 'debian', 'complete' or 'all' (the default), not '$1'" ;;
  esac
  provide training
  exec {lock}>&-
  setup_millis=$((${EPOCHREALTIME/./} / 1000 - ${begin/./} / 1000))
}

require_platform() {
  [[ $(uname -s) == Linux ]] || fail 69 "Clusterline's line runs on Linux (its processes end together by Linux's means)"
  if ! has setpriv || ! has flock || ! has unshare; then
    fail 69 "util-linux is incomplete: install util-linux 2.36 or newer"
  fi
}

require_root() {
  is_root || fail 69 "the sandbox needs root on Linux: each machine of its cluster is a set of namespaces over an overlay mount" \
    "run 'sudo ./clusterline $invoked', or use a container or virtual machine in which you are root"
}

provide() {
  local part missing=()
  for part in "$@"; do "find_$part" || missing+=("$part"); done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  say "setup: providing ${missing[*]}"
  local running=() failed=0 index
  for part in "${missing[@]}"; do
    run_part "$part" > >(prefixed "$part") 2>&1 &
    running+=($!)
  done
  for index in "${!running[@]}"; do
    wait "${running[index]}" || { failed=1 && say "setup: ${missing[index]} failed"; }
  done
  [[ $failed -eq 0 ]] || exit 69
  for part in "$@"; do "find_$part" || fail 70 "setup of $part ended without its result"; done
}

# Ends what we start when we end, also by kill -9: in a PID namespace all descendants go along; without the right to make
# one, the direct child does. But a package manager must not be killed half-way.
run_part() {
  export needs_sshd=${needs_sshd:-yes}
  local container=()
  [[ $1 != packages ]] || exec "$self" setup-part "$1"
  if unshare --pid --fork --mount-proc true 2>/dev/null; then
    container=(unshare --pid --fork --kill-child=KILL --mount-proc)
  fi
  exec setpriv --pdeathsig KILL "${container[@]}" "$self" setup-part "$1"
}

# prefixed NAME: stdin line by line with the name and the time; a sign of life every 30 s when there is none.
prefixed() {
  local line status begin=$SECONDS
  while true; do
    status=0
    IFS= read -r -t 30 line || status=$?
    if [[ $status -eq 0 ]]; then
      say "$(printf '  %-9s %4ds  %s' "$1" $((SECONDS - begin)) "$line")"
    elif [[ $status -gt 128 ]]; then
      say "$(printf '  %-9s %4ds  …' "$1" $((SECONDS - begin)))"
    else
      return 0
    fi
  done
}
