package io.clusterline.bootstrap.node;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import java.time.Duration;

/** How long a node has not been reachable while a run on it goes on: a reboot passes. */
final class Outage {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private long since;
  private boolean present;

  void over() {
    present = false;
  }

  /**
   * @throws StageException the failure itself, when it is of another kind or has lasted too long
   */
  void noteOrThrow(StageException failure) {
    boolean unreachable =
        failure.code() == ErrorCode.NODE_UNREACHABLE || failure.code() == ErrorCode.OUTCOME_UNKNOWN;
    if (!unreachable) {
      throw failure;
    }
    if (!present) {
      present = true;
      since = System.nanoTime();
    } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
      throw failure;
    }
  }
}
