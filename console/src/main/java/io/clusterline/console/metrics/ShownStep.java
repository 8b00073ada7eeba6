package io.clusterline.console.metrics;

import io.clusterline.projection.ClusterDocument;
import io.clusterline.projection.ClusterDocument.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A step with a series of its own.
 *
 * @param seconds that it has run, or took
 */
record ShownStep(String stage, String address, String state, double seconds) {

  /** Addresses come from events, and nobody else bounds them. */
  private static final int LONGEST_ADDRESS = 80;

  private static final String NOT_BEGUN = "not-begun";
  private static final String FAILED = "failed";
  private static final String RUNNING = "running";

  /** Those that failed, those that run, then those that have ended; of each the longest first. */
  static List<ShownStep> of(ClusterDocument cluster, Instant now, int most) {
    return cluster.stages().stream()
        .flatMap(stage ->
            stage.steps().entrySet().stream()
                .flatMap(step -> begun(stage.name(), step.getKey(), step.getValue(), now)))
        .sorted(
            Comparator.comparingInt(ShownStep::rank)
                .thenComparing(Comparator.comparingDouble(ShownStep::seconds).reversed()))
        .limit(Math.max(0, most))
        .toList();
  }

  private static Stream<ShownStep> begun(String stage, String address, Step step, Instant now) {
    return step.state().equals(NOT_BEGUN)
        ? Stream.empty()
        : Stream.of(new ShownStep(stage, clipped(address), step.state(), duration(step, now)));
  }

  /** Zero where the event of its begin is missing. */
  private static double duration(Step step, Instant now) {
    Instant start = step.startedAt();
    Instant end = step.endedAt() == null ? now : step.endedAt();
    return start == null ? 0 : Math.max(0, Duration.between(start, end).toMillis() / 1000.0);
  }

  private int rank() {
    return switch (state) {
      case FAILED -> 0;
      case RUNNING -> 1;
      default -> 2;
    };
  }

  private static String clipped(String address) {
    return address.codePointCount(0, address.length()) <= LONGEST_ADDRESS
        ? address
        : address.substring(0, address.offsetByCodePoints(0, LONGEST_ADDRESS)) + "…";
  }
}
