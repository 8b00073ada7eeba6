# shellcheck shell=bash
# The browser of the page's tests and screenshots: Debian's Chromium as packages that are only unpacked, with whatever libraries
# of it this machine lacks. Sets: chromium

chromium=''
# shellcheck disable=SC2016 # the backquotes are for the reader
browser_remedy='run `./clusterline setup all`, or install Chromium and name it in CLUSTERLINE_CHROMIUM'

find_browser() {
  local place
  for place in "${CLUSTERLINE_CHROMIUM:-}" "$(type -P chromium || true)" "$cache/browser/chromium"; do
    [[ -z $place || ! -x $place ]] || { chromium=$place && return 0; }
  done
  return 1
}

part_browser() {
  find_browser && return 0
  has apt-get || fail 69 "Chromium is missing: $browser_remedy"
  local home=$cache/browser deb
  rm -rf "$home"
  mkdir -p "$home/debs/partial" "$home/root"
  echo 'fetching Chromium with apt-get (it is unpacked, not installed)'
  fetch_browser "$home/debs" || { apt-get update -qq && fetch_browser "$home/debs"; }
  for deb in "$home"/debs/*.deb; do dpkg-deb -x "$deb" "$home/root"; done
  rm -rf "$home/debs"
  write_launcher "$home"
}

# fetch_browser DIRECTORY: nothing is installed, so no lock is needed, and no right to write elsewhere.
fetch_browser() {
  apt-get install -qq -y --download-only --no-install-recommends -o Debug::NoLocking=1 -o Dir::Cache::archives="$1" \
    chromium fonts-dejavu-core >/dev/null && compgen -G "$1/chromium_*.deb" >/dev/null
}

# Only the browser sees the unpacked libraries.
write_launcher() {
  local libraries
  libraries=$(find "$1/root/usr/lib" -name '*.so*' -not -path '*/chromium/*' -printf '%h\n' | sort -u | paste -sd:)
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%q exec %q "$@"\n' "$libraries" "$1/root/usr/lib/chromium/chromium" >"$1/chromium.new"
  chmod +x "$1/chromium.new"
  mv "$1/chromium.new" "$1/chromium"
}
