# Prints the file systems that are full, or nearly: a write that failed may have given its part back.
set -euo pipefail
df --local -x squashfs -m --output=pcent,ipcent,avail,iavail,source,target | tail -n +2 |
  while read -r used inodes_used free inodes device mount; do
    [ "${used%\%}" != - ] || continue
    if [ "${used%\%}" -ge 95 ]; then
      echo "the disk $device, mounted on $mount, has $free MiB free"
    elif [ "$inodes_used" = 100% ]; then
      echo "the disk $device, mounted on $mount, has $inodes inodes free"
    fi
  done
