# Starts to pull the images that this machine needs once it is a node, and does not wait for them: they come while the
# control plane is made. Only a head start: what fails here, or is not there in time, kubeadm or the kubelet pulls.
# Given: IMAGES (an array: what makes it a node, all at once), ADDON_IMAGES (an array: after those, few at once),
# CONTROL_PLANE (yes or no); from prepare-node.sh: KUBERNETES_VERSION, IMAGE_REPOSITORY
set -euo pipefail
umask 022

# CoreDNS has another name in a mirror, and no hurry.
control_plane_images() {
  kubeadm config images list --kubernetes-version "v$KUBERNETES_VERSION" --image-repository "$IMAGE_REPOSITORY" |
    grep -v /coredns
}

list() {
  local image
  for image in "$@"; do
    [[ $image == -* ]] || printf '%s\n' "$image" # crictl would take it for an option
  done
}

# The lists first and later are what is wanted; pulled and failed grow while it goes on. One process group, which ends by
# itself: of a pull that hangs nobody waits longer than 15 minutes.
pull_ahead() {
  local folder=${CLUSTERLINE_STATE:-/var/lib/clusterline}/pull-ahead
  rm -rf "$folder"
  mkdir -p "$folder"
  list "${IMAGES[@]}" >"$folder/first"
  list "${ADDON_IMAGES[@]}" >"$folder/later"
  if [ "$CONTROL_PLANE" = yes ]; then
    control_plane_images >>"$folder/first"
  fi
  setsid bash -c '
    cd "$1" || exit
    pull() {
      if timeout -k 10 900 crictl pull "$1"; then echo "$1" >>pulled; else echo "$1" >>failed; fi
    }
    export -f pull
    at_once() { xargs -r -d "\n" -n 1 -P "$1" bash -c "pull \"\$1\"" pull; }
    at_once 0 <first # as many as there are
    at_once 6 <later
  ' clusterline-pull-ahead "$folder" </dev/null >"$folder/log" 2>&1 &
}

say "starting to pull images"
pull_ahead || say "no image is pulled ahead"
