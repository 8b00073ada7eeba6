# shellcheck shell=bash
# Looks at everything that Clusterline needs, changes nothing, and says the remedy.

doctor() {
  local missing=0
  check "Linux with util-linux" "run on Linux with util-linux 2.36 or newer" has_platform
  check "JDK 25" "$jdk_remedy" find_jdk
  check "Maven" "apt-get install maven" has mvn
  check "Node.js and npm" "$npm_remedy" has_npm
  check "RabbitMQ" "$rabbitmq_remedy" find_rabbitmq
  check "root, for the sandbox" "run as root (sudo), or in a container or virtual machine as root" is_root
  check "sshd, for the sandbox" "$sshd_remedy" find_sshd
  check "Python 3.11 with venv, for the sandbox" "$python_remedy" has_python
  check "Go 1.26, for the sandbox" "$go_remedy" has_go_or_binary
  check "8 GiB of memory available" "end other programs: a demo of 14 nodes takes up to 6 GB" has_memory
  check "10 GiB free in ${cache/#$HOME/\~}" "free some space, or set CLUSTERLINE_CACHE to another directory" has_space
  say ""
  built "applications" find_line
  built "AWS stand-in" find_aws
  built "sandbox binaries" find_node
  if find_prometheus; then say "  ✓ Prometheus"; else say "  · Prometheus not there yet: --monitoring fetches it"; fi
  built "Debian machines for the tests" find_debian
  if [[ -n ${AWS_PROFILE:-}${AWS_ACCESS_KEY_ID:-} ]]; then say "  · AWS credentials are in the environment: 'up' would use them"; fi
  if [[ $missing -gt 0 ]]; then say "" "$missing of these are missing." && return 69; fi
  say "" "Nothing is missing: ./clusterline demo"
}

check() {
  if "${@:3}" >/dev/null 2>&1; then
    say "  ✓ $1"
  else
    say "  ✗ $1: $2"
    missing=$((missing + 1))
  fi
}

built() { if "$2" >/dev/null 2>&1; then say "  ✓ $1 built"; else say "  · $1 not built yet: setup does that"; fi; }

has_platform() { [[ $(uname -s) == Linux ]] && has setpriv && has unshare && has flock; }

has_go_or_binary() { [[ -x ${CLUSTERLINE_NODE_BINARY:-} ]] || has_go; }

has_memory() { [[ $(awk '/^MemAvailable/ {print $2}' /proc/meminfo) -ge $((8 * 1024 * 1024)) ]]; }

has_space() { mkdir -p "$cache" && [[ $(df --output=avail -k "$cache" | tail -n1) -ge $((10 * 1024 * 1024)) ]]; }
