# shellcheck shell=bash
# Prometheus and promtool: the machine's own, or Debian's package, unpacked into the cache and not installed, since installing
# would start a system service.
# Sets: prometheus, promtool; empty where there is none

prometheus=''
promtool=''
# shellcheck disable=SC2016 # the backquotes are for the reader
prometheus_remedy='put `prometheus` 2.42 or newer and its `promtool` on the PATH (https://prometheus.io/download)'

find_prometheus() {
  local unpacked=$cache/prometheus/root/usr/bin
  prometheus='' promtool=''
  if [[ -x $unpacked/prometheus && -x $unpacked/promtool ]]; then
    prometheus=$unpacked/prometheus promtool=$unpacked/promtool
  elif has prometheus && has promtool; then
    prometheus=$(command -v prometheus) promtool=$(command -v promtool)
  else
    return 1
  fi
}

part_prometheus() {
  find_prometheus && return 0
  if ! has apt-get || ! has dpkg-deb; then fail 69 "Prometheus is missing: $prometheus_remedy"; fi
  echo "unpacking Debian's prometheus into $cache/prometheus"
  "$root/deploy/monitoring/tools.sh" "$cache/prometheus" ||
    fail 69 "apt-get has no package prometheus for this machine: $prometheus_remedy"
}
