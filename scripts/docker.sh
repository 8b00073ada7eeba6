# shellcheck shell=bash
# A Docker engine for the tests in containers (sandbox/docker), where this machine has the rights and programs for it.
# Sets: docker_home

docker_home=''

find_docker() {
  docker_home=$cache/docker/$(fingerprint sandbox/docker -- -name '*.sh')
  [[ -e $docker_home/complete ]]
}

# setup_docker: makes it unless it is there. It is made with the tools of the Debian machines and needs the same rights; where
# that cannot be, the reason is said and nothing fails: the tests have a broker of their own then.
setup_docker() {
  find_docker && return 0
  find_debian || { say "setup: no Docker engine (it is made with the tools of the Debian machines)" && return 0; }
  (provide docker) || say "setup: no Docker engine (making it failed, see above); the tests in containers are skipped"
}

part_docker() {
  find_docker && return 0
  find_debian || return 1
  local fresh
  mkdir -p "$cache/docker"
  fresh=$(mktemp -d "$cache/docker/.new.XXXXXX")
  chmod 0755 "$fresh"
  echo "making a Docker engine and an image of a broker (about a minute, once)"
  nice "$root/sandbox/docker/make.sh" "$debian_home/tools" "$fresh" || { rm -rf "$fresh" && return 1; }
  touch "$fresh/complete"
  rm -rf "$docker_home"
  mv "$fresh" "$docker_home"
  keep_newest "$cache/docker" 1
}
