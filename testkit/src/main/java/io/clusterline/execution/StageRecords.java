package io.clusterline.execution;

import io.clusterline.state.AttemptId;
import io.clusterline.state.StageRecord;
import io.clusterline.state.Transition;

/** Stage records in later states. */
public final class StageRecords {

  private StageRecords() {}

  /** The first attempt succeeded. */
  public static StageRecord complete(StageRecord taken) {
    return move(withAttempt(taken), new Transition.Finish("{}"), new Transition.Published());
  }

  /**
   * The first attempt failed for good.
   *
   * @param event the {@code StageFailed} that was published
   */
  public static StageRecord failed(StageRecord taken, String event) {
    return move(
        withAttempt(taken), new Transition.Fail(event, "dead"), new Transition.DeadLettered());
  }

  private static StageRecord withAttempt(StageRecord taken) {
    return move(taken, new Transition.Begin());
  }

  private static StageRecord move(StageRecord record, Transition... transitions) {
    StageRecord now = record;
    for (Transition transition : transitions) {
      AttemptId by = now.attemptId();
      now = now.on(transition, by);
    }
    return now;
  }
}
