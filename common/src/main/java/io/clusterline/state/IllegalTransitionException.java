package io.clusterline.state;

/** A stage record's state does not allow the requested move. */
public final class IllegalTransitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IllegalTransitionException(StageRecord record, Transition transition, AttemptId attempt) {
    super(
        record.stage()
            + " of generation "
            + record.generation()
            + " is "
            + record.status()
            + " in attempt "
            + record.attempt()
            + ": it refuses "
            + transition.move()
            + " of generation "
            + attempt.generation()
            + ", attempt "
            + attempt.number());
  }
}
