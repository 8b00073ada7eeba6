package io.clusterline.bootstrap.node;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recognises that a command failed because a disk is full, whichever program says so, and names the
 * file system.
 */
final class FullDisk {

  /** Of the kernel, in the words of C and of Go, and of apt before it begins. */
  private static final Pattern SAID =
      Pattern.compile("(?i)no space left on device|you don't have enough free space in");

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final NodeScript FULLEST = NodeScript.of("full-disks.sh");

  private FullDisk() {}

  /**
   * Passes unless these lines say so.
   *
   * @param what failed: "prepare-node"
   * @param lines what it printed last
   * @throws ClusterlineException {@code DISK_FULL} with the file systems that are full
   */
  static void check(Node node, String what, List<String> lines) {
    lines.stream()
        .filter(line -> SAID.matcher(line).find())
        .reduce((first, later) -> later)
        .ifPresent(line -> {
          throw new ClusterlineException(
              ErrorCode.DISK_FULL,
              "%s: %s failed: %s%s".formatted(node, what, line.strip(), named(node)),
              lines,
              null);
        });
  }

  /** It is no failure of its own when even this cannot be asked. */
  private static String named(Node node) {
    String disks =
        node.queryStatus("see which disk is full", FULLEST, LIMIT)
            .output()
            .lines()
            .collect(Collectors.joining("; "));
    return disks.isEmpty() ? "" : " (" + disks + ")";
  }
}
