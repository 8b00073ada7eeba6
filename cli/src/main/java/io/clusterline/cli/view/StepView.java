package io.clusterline.cli.view;

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
 */
public record StepView(
    String address,
    List<String> dependsOn,
    @Nullable Instant startedAt,
    @Nullable StepFinished finished,
    String message) {

  static StepView planned(String address, List<String> dependsOn) {
    return new StepView(address, List.copyOf(dependsOn), null, null, "");
  }

  StepView started(Instant at) {
    return new StepView(address, dependsOn, at, null, "");
  }

  StepView progressed(String doing) {
    return new StepView(address, dependsOn, startedAt, finished, doing);
  }

  StepView finished(StepFinished how) {
    return new StepView(address, dependsOn, startedAt, how, how.message());
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

  /** What a step that succeeded had to say, such as a check that was skipped; empty as a rule. */
  public String remark() {
    return finished != null && !hasFailed() ? finished.message() : "";
  }

  /** How long it ran; zero while it has not ended. */
  public Duration duration() {
    return finished == null ? Duration.ZERO : Duration.ofMillis(finished.millis());
  }
}
