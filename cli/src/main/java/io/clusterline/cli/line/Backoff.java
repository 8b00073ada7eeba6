package io.clusterline.cli.line;

import io.clusterline.messaging.Topology;
import java.time.Duration;
import java.util.List;

/**
 * How long to wait before a process that ended is started again, and when that is hopeless.
 *
 * <p>A start that failed has said so by its exit code, before anything was consumed: a few are
 * enough. Every other ending may be the work of a message, which the broker delivers again until
 * its limit and then dead-letters: as often as that, the process is started again.
 */
final class Backoff {

  /** How Spring Boot's own main method ends when the application does not start. */
  static final int START_FAILED = 1;

  /** A limit of n means n deliveries after the first one. */
  static final int DEATHS_BY_ONE_MESSAGE = Topology.DELIVERY_LIMIT + 1;

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /** A process that lived that long had started well: counting begins anew. */
  private static final Duration LIVED_WELL = Duration.ofSeconds(30);

  private final Duration longest;
  private int quickEndings;
  private int failedStarts;

  Backoff() {
    this(PAUSES.getLast());
  }

  /**
   * @param longest no pause is longer
   */
  Backoff(Duration longest) {
    this.longest = longest;
  }

  void recordEnd(Duration lifetime, int exitCode) {
    quickEndings = lifetime.compareTo(LIVED_WELL) >= 0 ? 1 : quickEndings + 1;
    failedStarts = exitCode == START_FAILED ? failedStarts + 1 : 0;
  }

  boolean isExhausted() {
    return quickEndings > DEATHS_BY_ONE_MESSAGE || failedStarts > PAUSES.size();
  }

  Duration pause() {
    Duration pause = PAUSES.get(Math.clamp(quickEndings - 1, 0, PAUSES.size() - 1));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
