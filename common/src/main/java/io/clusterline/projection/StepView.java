package io.clusterline.projection;

import io.clusterline.event.StepFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The view of one step.
 *
 * @param startedAt null while it waits for others
 * @param finished null while it runs
 * @param message what it is doing, or why it failed
 * @param toldAt time of the newest word about it
 */
public record StepView(
    String address,
    List<String> dependsOn,
    @Nullable Instant startedAt,
    @Nullable StepFinished finished,
    String message,
    @Nullable Instant toldAt) {

  /** Further apart, the journal's order counts. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  static StepView planned(String address, List<String> dependsOn) {
    return new StepView(address, List.copyOf(dependsOn), null, null, "", null);
  }

  /** The broker may turn two events around that were published at almost the same time. */
  StepView started(Instant at) {
    return isNews(at)
        ? new StepView(address, dependsOn, at, null, "", at)
        : new StepView(address, dependsOn, at, finished, message, toldAt);
  }

  StepView progressed(String doing, Instant at) {
    return isNews(at) || finished == null && message.isEmpty()
        ? new StepView(address, dependsOn, startedAt, finished, doing, at)
        : this;
  }

  StepView finished(StepFinished how, Instant at) {
    return new StepView(address, dependsOn, startedAt, how, how.message(), at);
  }

  /** What is much older than the newest word is not late: a clock was set. */
  private boolean isNews(Instant at) {
    return toldAt == null || at.isAfter(toldAt) || at.isBefore(toldAt.minus(AT_ONCE));
  }

  /** Whether all that is known of it was published since an attempt began at that time. */
  boolean isOfAttemptSince(Instant begin) {
    Instant first = startedAt == null ? toldAt : startedAt;
    return first != null && !first.isBefore(begin);
  }

  /** The same step in a plan that came after its first events. */
  StepView in(List<String> plannedDependencies) {
    return new StepView(
        address, List.copyOf(plannedDependencies), startedAt, finished, message, toldAt);
  }

  /** {@code not-begun}, {@code running}, or how it ended. */
  public String stateName() {
    if (finished != null) {
      return finished.outcome().toString();
    }
    return startedAt == null ? "not-begun" : "running";
  }

  public boolean isRunning() {
    return startedAt != null && finished == null;
  }

  public boolean isDone() {
    return finished != null;
  }

  public boolean hasFailed() {
    return finished != null && finished.outcome() == StepFinished.Outcome.FAILED;
  }

  /** Its resource is there, and as it should be. */
  public boolean isComplete() {
    return finished != null
        && switch (finished.outcome()) {
          case CREATED, CHANGED, UNCHANGED -> true;
          case REMOVED, FAILED, SKIPPED -> false;
        };
  }

  public boolean isRemoved() {
    return finished != null && finished.outcome() == StepFinished.Outcome.REMOVED;
  }

  /** When it ended; null while it has not, or never began. */
  public @Nullable Instant endedAt() {
    return startedAt == null || finished == null ? null : startedAt.plus(duration());
  }

  /** What a step that succeeded had to say, such as a check that was skipped; empty as a rule. */
  public String remark() {
    return finished != null && !hasFailed() ? finished.message() : "";
  }

  /** How long it ran; zero while it has not ended. */
  public Duration duration() {
    return finished == null ? Duration.ZERO : Duration.ofMillis(finished.millis());
  }
}
