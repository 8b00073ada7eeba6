# Starts to pull the images that this machine needs once it is a node, and does not wait for them: they come while the
# control plane is made. Only a head start: what fails here, or is not there in time, kubeadm or the kubelet pulls.
# Given: IMAGES (an array), CONTROL_PLANE (yes or no); from prepare-node.sh: KUBERNETES_VERSION, IMAGE_REPOSITORY
set -euo pipefail
umask 022

# CoreDNS has another name in a mirror, and no hurry.
control_plane_images() {
  kubeadm config images list --kubernetes-version "v$KUBERNETES_VERSION" --image-repository "$IMAGE_REPOSITORY" |
    grep -v /coredns
}

pull_ahead() {
  local image
  for image in "$@"; do
    [[ $image != -* ]] || continue # crictl would take it for an option
    setsid crictl pull "$image" </dev/null >>"${CLUSTERLINE_STATE:-/var/lib/clusterline}/pull-ahead.log" 2>&1 &
  done
}

say "starting to pull images"
pull_ahead "${IMAGES[@]}"
if [ "$CONTROL_PLANE" = yes ]; then
  mapfile -t control_plane < <(control_plane_images)
  pull_ahead "${control_plane[@]}"
fi
