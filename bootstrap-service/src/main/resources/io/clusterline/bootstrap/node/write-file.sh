# Writes standard input to a file that only root may read; whole or not at all.
# Given: FILE, SIZE (in bytes: a dropped connection looks like an early end of the input)
set -euo pipefail
umask 077
mkdir -p -m 0700 -- "$(dirname -- "$FILE")"
install -m 0600 -- /dev/stdin "$FILE.new"
if [ "$(stat -c %s -- "$FILE.new")" != "$SIZE" ]; then
  rm -f -- "$FILE.new"
  echo "the content of $FILE arrived incomplete" >&2
  exit 1
fi
mv -f -- "$FILE.new" "$FILE"
