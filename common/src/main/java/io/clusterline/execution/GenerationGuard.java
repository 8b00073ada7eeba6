package io.clusterline.execution;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a generation is still the newest one. Every newer request, be it a specification, a
 * cancellation or a removal, is a newer generation; so this one question stops all that is late.
 */
final class GenerationGuard {

  /** A change that is this old may still go unseen; the lease keeps two workers apart anyway. */
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final ClusterState state;
  private final ClusterRef cluster;
  private volatile long readAt;
  private volatile Optional<ClusterRecord> current = Optional.empty();

  GenerationGuard(ClusterState state, ClusterRef cluster) {
    this.state = state;
    this.cluster = cluster;
    this.readAt = System.nanoTime() - 2 * FRESH;
  }

  /**
   * Call it before each mutation.
   *
   * @throws ClusterlineException {@link ErrorCode#STALE_GENERATION}
   */
  void check() {
    if (!isCurrent()) {
      throw new ClusterlineException(
          ErrorCode.STALE_GENERATION,
          "generation " + cluster.generation() + " of " + cluster.name() + " is superseded");
    }
  }

  boolean isCurrent() {
    return record().isPresent();
  }

  /**
   * Addresses that this generation may replace or remove.
   *
   * @throws ClusterlineException {@link ErrorCode#INVALID_SPECIFICATION} when one is no address
   */
  List<Address> approvals() {
    return record().map(ClusterRecord::approvals).orElse(List.of()).stream()
        .map(GenerationGuard::address)
        .toList();
  }

  /** The newest generation that asked for new values of the generated secrets. */
  Optional<Long> rotation() {
    return record().map(ClusterRecord::rotation);
  }

  private static Address address(String approval) {
    try {
      return Address.parse(approval);
    } catch (IllegalArgumentException e) {
      throw new ClusterlineException(
          ErrorCode.INVALID_SPECIFICATION,
          "the approval '" + approval + "' is not of the form instance/worker-1",
          e);
    }
  }

  private Optional<ClusterRecord> record() {
    if (!isFresh()) {
      readOnce();
    }
    return current;
  }

  /** All steps of an attempt check at about the same moment: one of them reads, for all. */
  private synchronized void readOnce() {
    if (!isFresh()) {
      long now = System.nanoTime();
      current = read();
      readAt = now;
    }
  }

  private boolean isFresh() {
    return System.nanoTime() - readAt <= FRESH;
  }

  private Optional<ClusterRecord> read() {
    return state
        .read()
        .filter(record -> record.generation() == cluster.generation())
        .filter(record -> record.uid().equals(cluster.uid()));
  }
}
