# shellcheck shell=bash
# A short name for the content of some files, so that a cached result knows what it was made from.

# fingerprint PATH… [-- FIND_EXPRESSION…]
fingerprint() {
  local paths=()
  while [[ $# -gt 0 && $1 != -- ]]; do
    paths+=("$1")
    shift
  done
  [[ $# -eq 0 ]] || shift
  (cd "$root" && find "${paths[@]}" -type f "$@" -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) |
    sha256sum | cut -c1-16
}

# keep_newest DIRECTORY COUNT: deletes older results that were not used for a week.
keep_newest() {
  local old
  while read -r old; do
    [[ -n $(find "$old" -maxdepth 0 -mtime -7) ]] || rm -rf -- "$old"
  done < <(find "$1" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n "+$(($2 + 1))" | cut -d' ' -f2-)
}
