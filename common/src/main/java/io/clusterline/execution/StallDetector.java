package io.clusterline.execution;

import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageListener;
import io.clusterline.telemetry.StepSpan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an attempt is making progress. Every step has its own deadline; so silence for longer
 * than the longest of them means that the engine itself, or the code before and after the steps, is
 * stuck.
 */
final class StallDetector {

  /** For the time before the steps are known, and on top of their deadlines. */
  static final Duration MARGIN = Duration.ofSeconds(30);

  private final Duration margin;
  private volatile long lastSignAt = System.nanoTime();
  private volatile Duration limit;
  private volatile String lastSign = "nothing yet";
  private volatile boolean stopped;

  StallDetector(Duration margin) {
    this.margin = margin;
    this.limit = margin.multipliedBy(4);
  }

  /** Silence of up to that long is normal from now on. */
  void expect(Duration longestStep) {
    limit = longestStep.plus(margin);
    sign("the steps are known");
  }

  boolean isStalled() {
    return System.nanoTime() - lastSignAt > limit.toNanos();
  }

  /** It is ended because it stalled. */
  void stop() {
    stopped = true;
  }

  boolean wasStopped() {
    return stopped;
  }

  private void sign(String of) {
    lastSign = of;
    lastSignAt = System.nanoTime();
  }

  @Override
  public String toString() {
    return "no sign of life for " + limit.toSeconds() + " s; the last was: " + lastSign;
  }

  /** A listener that counts every call as a heartbeat, and passes it on. */
  StageListener listeningFor(StageListener listener) {
    return new StageListener() {
      @Override
      public StepSpan spanOf(Address step) {
        return listener.spanOf(step);
      }

      @Override
      public void stageStarted(List<PlannedStep> steps) {
        sign("the stage started");
        listener.stageStarted(steps);
      }

      @Override
      public void stepStarted(Address step) {
        sign(step + " started");
        listener.stepStarted(step);
      }

      @Override
      public void stepProgressed(Address step, int percent, String message) {
        sign(step + ": " + message);
        listener.stepProgressed(step, percent, message);
      }

      @Override
      public void stepRemarked(Address step, String remark) {
        listener.stepRemarked(step, remark);
      }

      @Override
      public void stepFinished(
          Address step,
          Outcome outcome,
          int percent,
          Duration duration,
          @Nullable ClusterlineException failure) {
        sign(step + " " + outcome);
        listener.stepFinished(step, outcome, percent, duration, failure);
      }
    };
  }
}
