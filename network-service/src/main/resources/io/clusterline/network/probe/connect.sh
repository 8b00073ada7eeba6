# Ends with 0 once the first address was connected to and the second, if there is one, was not: packets to it got no answer.
# What it says last is the reason, which the kubelet reports.
tries=0
until said=$(/agnhost connect --timeout=2s "$1" 2>&1); do
  tries=$((tries + 1))
  if [ "$tries" -ge 10 ]; then echo "$1: $said"; exit 1; fi
  sleep 1
done
if [ -z "$2" ]; then exit 0; fi
if said=$(/agnhost connect --timeout=2s "$2" 2>&1); then echo "$2: CONNECTED"; exit 1; fi
case "$said" in TIMEOUT*) exit 0 ;; esac
echo "$2: $said"
exit 1
