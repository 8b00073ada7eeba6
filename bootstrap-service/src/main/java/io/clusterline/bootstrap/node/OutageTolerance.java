package io.clusterline.bootstrap.node;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;

/** Measures how long a node has been unreachable during a run: a reboot is tolerated. */
final class OutageTolerance {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private long since;
  private boolean present;

  void reset() {
    present = false;
  }

  /**
   * @throws ClusterlineException the failure itself, when it is of another kind or has lasted too
   *     long
   */
  void recordOrThrow(ClusterlineException failure) {
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
