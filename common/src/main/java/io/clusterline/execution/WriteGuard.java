package io.clusterline.execution;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.Lease;

/**
 * The right of an attempt to change anything. It is asked before every mutation, every write of the
 * ledger and every ending, and nothing else is. The generation comes first, because reading it may
 * take long; the lease comes last, so that nothing lies between it and the mutation.
 */
final class WriteGuard {

  private final GenerationGuard generation;
  private final Lease lease;
  private volatile boolean stopped;

  WriteGuard(GenerationGuard generation, Lease lease) {
    this.generation = generation;
    this.lease = lease;
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#STALE_GENERATION}, {@link ErrorCode#CANCELLED} or
   *     {@link ErrorCode#LEASE_LOST}
   */
  void check() {
    generation.check();
    if (stopped) {
      throw new ClusterlineException(ErrorCode.CANCELLED, "the attempt was stopped");
    }
    lease.check();
  }

  boolean isCurrentGeneration() {
    return generation.isCurrent();
  }

  boolean isLeaseHeld() {
    return lease.isHeld();
  }

  /** From here on nothing may be changed by the steps of this attempt. */
  void stop() {
    stopped = true;
  }
}
