# Fails unless every image is there that this machine needs as a node: its machine image was made with them. Nothing is
# pulled. A node that has joined is left as it is.
# Given: IMAGES, ADDON_IMAGES (arrays), CONTROL_PLANE (yes or no); from prepare-node.sh: KUBERNETES_VERSION, IMAGE_REPOSITORY,
# NOT_BAKED
set -euo pipefail

wanted_images() {
  local image pause control_plane
  pause=$(pause_image) || return
  printf '%s\n' "${IMAGES[@]}" "${ADDON_IMAGES[@]}" "$pause"
  [ "$CONTROL_PLANE" = yes ] || return 0
  control_plane=$(kubeadm config images list --kubernetes-version "v$KUBERNETES_VERSION" --image-repository "$IMAGE_REPOSITORY") || return
  while read -r image; do
    case $image in
      "$IMAGE_REPOSITORY"/coredns:*) echo "$IMAGE_REPOSITORY/coredns/${image##*/}" ;; # as kubeadm is configured
      *) echo "$image" ;;
    esac
  done <<<"$control_plane"
}

# Prints the image if the container runtime says that it is not there. A runtime that says nothing is no fault of the image.
print_missing() {
  local answer
  answer=$(crictl inspecti "$1" 2>&1 >/dev/null) && return
  if [[ $answer == *"no such image"* ]]; then
    echo "$1"
  else
    echo "could not look for $1: ${answer##*$'\n'}" >&2
    return 1
  fi
}
export -f print_missing

missing_images() {
  wanted_images | sort -u | grep -v '^-' | xargs -r -d '\n' -n 1 -P 8 bash -c 'print_missing "$1"' print_missing
}

verify_images() {
  local missing
  joined && return
  say "verifying the images that the machine image holds"
  missing=$(missing_images | sort | paste -sd ',' | sed 's/,/, /g') || exit 1 # the last line says why
  [ -z "$missing" ] || fail_with "$NOT_BAKED" "the machine image is not baked for this cluster, it lacks the images $missing"
}

verify_images
