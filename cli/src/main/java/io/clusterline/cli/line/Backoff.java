package io.clusterline.cli.line;

import java.time.Duration;
import java.util.List;

/** How long to wait before a process that ended is started again. */
final class Backoff {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /** A process that lived that long had started well: counting begins anew. */
  private static final Duration LIVED_WELL = Duration.ofSeconds(30);

  private int quickEndings;

  void recordEnd(Duration lifetime) {
    quickEndings = lifetime.compareTo(LIVED_WELL) >= 0 ? 1 : quickEndings + 1;
  }

  boolean isExhausted() {
    return quickEndings > PAUSES.size();
  }

  Duration pause() {
    return PAUSES.get(Math.clamp(quickEndings - 1, 0, PAUSES.size() - 1));
  }
}
