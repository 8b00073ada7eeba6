package io.clusterline.execution;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.Lease;

/**
 * The right of an attempt to change anything. Every mutation, every write of the ledger and every
 * ending checks it, and nothing else. The generation is checked first, because reading it may take
 * long; the lease last, directly before the mutation.
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

  /** From now on the steps of this attempt may change nothing. */
  void stop() {
    stopped = true;
  }
}
