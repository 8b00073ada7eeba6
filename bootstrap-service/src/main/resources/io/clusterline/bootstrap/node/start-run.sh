# Starts a long command apart from this connection, unless it is running already. Its supervisor holds a lock for as long
# as it lives; so two starts cannot both win, and whether it lives is never guessed from a process id.
# Given: RUN (its name), LIMIT (seconds), SIZE (of the command's script, in bytes); the script on standard input
set -euo pipefail
umask 077 # for what this script writes: a run's log may hold more than others should read
runs=${CLUSTERLINE_STATE:-/var/lib/clusterline}/runs
mkdir -p "$runs/$RUN"
cd "$runs/$RUN"

cat >"script.$$"
if [ "$(stat -c %s "script.$$")" != "$SIZE" ]; then
  rm -f "script.$$"
  echo "the script of $RUN arrived incomplete" >&2
  exit 1
fi

exec 9>>lock
if ! flock -w 1 9; then # an observer holds it for an instant, a run until its end
  rm -f "script.$$"
  echo running
  exit 0
fi
mv -f "script.$$" script
rm -f status pid
: >log

setsid bash -c '
  echo $$ >pid
  (umask 022 && exec timeout -k 10 "$1" bash ./script) >>log 2>&1 9>&- </dev/null
  echo $? >status.new
  mv -f status.new status
' "clusterline-run-$RUN" "$LIMIT" </dev/null >/dev/null 2>&1 &

until [ -s pid ]; do sleep 0.02; done # from here on the end of this session cannot reach it
echo started
