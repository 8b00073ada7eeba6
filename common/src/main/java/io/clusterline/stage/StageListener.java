package io.clusterline.stage;

import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.telemetry.StepSpan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observes a run. Called from many threads; must not block for long nor throw. */
public interface StageListener {

  /** A listener that does not care. */
  StageListener NONE = new StageListener() {};

  /** To which the calls of that step belong. */
  default StepSpan spanOf(Address step) {
    return StepSpan.NONE;
  }

  default void stageStarted(List<PlannedStep> steps) {}

  default void stepStarted(Address step) {}

  default void stepProgressed(Address step, int percent, String message) {}

  /** What a step that succeeds had to say; before {@link #stepFinished}. */
  default void stepRemarked(Address step, String remark) {}

  /**
   * @param percent of the stage's steps that have ended
   * @param failure why, when the outcome is failed
   */
  default void stepFinished(
      Address step,
      Outcome outcome,
      int percent,
      Duration duration,
      @Nullable ClusterlineException failure) {}
}
