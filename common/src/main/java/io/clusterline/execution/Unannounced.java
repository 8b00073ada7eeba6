package io.clusterline.execution;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageListener;
import io.clusterline.telemetry.StepSpan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of steps that come at the end of a stage: what was announced at its begin stays. */
record Unannounced(StageListener to) implements StageListener {

  @Override
  public StepSpan spanOf(Address step) {
    return to.spanOf(step);
  }

  @Override
  public void stepStarted(Address step) {
    to.stepStarted(step);
  }

  @Override
  public void stepProgressed(Address step, int percent, String message) {
    to.stepProgressed(step, percent, message);
  }

  @Override
  public void stepRemarked(Address step, String remark) {
    to.stepRemarked(step, remark);
  }

  @Override
  public void stepFinished(
      Address step,
      Outcome outcome,
      int percent,
      Duration duration,
      @Nullable ClusterlineException failure) {
    to.stepFinished(step, outcome, percent, duration, failure);
  }
}
