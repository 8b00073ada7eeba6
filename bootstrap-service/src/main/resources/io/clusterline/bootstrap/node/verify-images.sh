# Fails unless every image is there that makes this machine a node: its machine image was made with them. Nothing is pulled.
# Those of add-ons are a guess, so one that is not there is told, and left to the kubelet. A node that has joined is left as it
# is.
# Given: IMAGES, ADDON_IMAGES (arrays), CONTROL_PLANE (yes or no); from prepare-node.sh: KUBERNETES_VERSION, IMAGE_REPOSITORY,
# NOT_BAKED
set -euo pipefail

node_images() {
  local image pause control_plane
  pause=$(pause_image) || return
  printf '%s\n' "${IMAGES[@]}" "$pause"
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

# Reads names, one a line, and prints those that are not there in one line.
missing_of() {
  sort -u | sed '/^-/d; /^$/d' | xargs -r -d '\n' -n 1 -P 8 bash -c 'print_missing "$1"' print_missing |
    sort | paste -sd ',' | sed 's/,/, /g'
}

verify_images() {
  local missing
  joined && return
  say "verifying the images that the machine image holds"
  missing=$(node_images | missing_of) || exit 1 # the last line says why
  [ -z "$missing" ] || fail_with "$NOT_BAKED" "the machine image is not baked for this cluster, it lacks the images $missing"
  missing=$(printf '%s\n' "${ADDON_IMAGES[@]}" | missing_of) || exit 1
  [ -z "$missing" ] || say "images of add-ons that the machine image lacks, and the kubelet pulls: $missing"
}

verify_images
