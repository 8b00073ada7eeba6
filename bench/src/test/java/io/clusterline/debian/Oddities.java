package io.clusterline.debian;

/**
 * What images of companies, and the hours before us, leave on machines: scripts that make it so.
 */
final class Oddities {

  /** As while another program reads the package lists; it lets go after a while. */
  static final String LISTS_ARE_BEING_READ =
      """
      setsid python3 - >/dev/null 2>&1 <<'END' &
      import fcntl, time
      with open("/var/lib/apt/lists/lock", "w") as lock:
          fcntl.lockf(lock, fcntl.LOCK_EX)
          time.sleep(8)
      END
      """;

  /** A greeting for everybody who comes, programs too. */
  static final String CHATTY_SHELL =
      """
      for file in /home/*/.bashrc /root/.bashrc /etc/bash.bashrc; do
        sed -i '1i echo "Welcome to $(hostname)! All activity is recorded."' "$file"
      done
      """;

  static final String NO_PROGRAMS_IN_TMP =
      """
      mount -t tmpfs -o noexec,nosuid,nodev,mode=1777 tmpfs /tmp
      """;

  /** An installation that was cut off between unpacking and configuring. */
  static final String INTERRUPTED_DPKG =
      """
      dpkg-query -s less >/var/lib/dpkg/updates/0001
      sed -i 's/^Status: .*/Status: install ok unpacked/' /var/lib/dpkg/updates/0001
      """;

  /** What other parts of an image may tell cloud-init, which is degraded by it. */
  static final String DEPRECATED_SETTINGS =
      """
      chpasswd:
        list: |
          root:*
      """;

  /** An image that keeps the name it was made with. */
  static final String NAME_OF_ITS_OWN =
      """
      preserve_hostname: true
      """;

  /** An image that wants what its network does not have. */
  static final String TIME_SERVER =
      """
      ntp: {enabled: true, servers: [time.example.com]}
      """;

  /** Too small for the files of the packages. */
  static final String SMALL_CACHE =
      """
      mount -t tmpfs -o size=64m tmpfs /var/cache
      """;

  /** Not a byte is free where runs are kept. */
  static final String NO_ROOM_FOR_A_RUN =
      """
      mkdir -p /var/lib/clusterline
      mount -t tmpfs -o size=64k tmpfs /var/lib/clusterline
      head -c 1M /dev/zero >/var/lib/clusterline/ballast || true
      """;

  private Oddities() {}
}
