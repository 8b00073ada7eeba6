package io.clusterline.execution;

import io.clusterline.event.Event;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a generation is still the one that counts. Every newer wish, be it a specification, a
 * cancellation or a removal, is a newer generation; so this one question stops all that is late.
 */
final class GenerationGuard {

  /** A change that is this old may still go unseen; the lease keeps two workers apart anyway. */
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final ClusterState state;
  private final ClusterRef cluster;
  private volatile long seenAt;
  private volatile boolean current;
  private volatile List<Address> approvals = List.of();

  GenerationGuard(ClusterState state, ClusterRef cluster) {
    this.state = state;
    this.cluster = cluster;
    this.seenAt = System.nanoTime() - 2 * FRESH;
  }

  /**
   * Whether the event belongs to the newest generation; false when it is late.
   *
   * @throws ClusterlineException when there is no such cluster, or never was such a generation
   */
  static boolean isCurrent(ClusterState state, Event<? extends StageTrigger> event) {
    ClusterRecord record =
        state
            .read()
            .orElseThrow(() ->
                new ClusterlineException(
                    ErrorCode.UNKNOWN_CLUSTER, "no cluster is called " + event.subject()));
    long generation = Objects.requireNonNull(event.generation());
    if (generation > record.generation()) {
      throw new ClusterlineException(
          ErrorCode.GENERATION_NEVER_ASSIGNED,
          "generation is "
              + generation
              + ", but "
              + record.name()
              + " is at generation "
              + record.generation());
    }
    return generation == record.generation() && record.exists() && isSameCluster(record, event);
  }

  /** An older cluster of the same name is late; one that never was is an error. */
  private static boolean isSameCluster(ClusterRecord record, Event<?> event) {
    if (record.uid().equals(event.clusterUid())) {
      return true;
    }
    throw new ClusterlineException(
        ErrorCode.UNKNOWN_CLUSTER,
        "clusteruid is "
            + event.clusterUid()
            + ", but generation "
            + record.generation()
            + " of "
            + record.name()
            + " belongs to "
            + record.uid());
  }

  /**
   * To be asked before each mutation.
   *
   * @throws ClusterlineException {@link ErrorCode#STALE_GENERATION}
   */
  void check() {
    if (!isCurrent()) {
      throw new ClusterlineException(
          ErrorCode.STALE_GENERATION,
          "generation " + cluster.generation() + " of " + cluster.name() + " is no longer wanted");
    }
  }

  boolean isCurrent() {
    if (!isFresh()) {
      lookOnce();
    }
    return current;
  }

  /** All steps of a run ask at about the same moment: one of them looks, for all. */
  private synchronized void lookOnce() {
    if (!isFresh()) {
      long now = System.nanoTime();
      look();
      seenAt = now;
    }
  }

  private boolean isFresh() {
    return System.nanoTime() - seenAt <= FRESH;
  }

  /** What this generation agreed to replace or remove. */
  List<Address> approvals() {
    return isCurrent() ? approvals : List.of();
  }

  private void look() {
    Optional<ClusterRecord> ours =
        state
            .read()
            .filter(record -> record.generation() == cluster.generation())
            .filter(record -> record.uid().equals(cluster.uid()));
    ours.ifPresent(record -> approvals = record.approvals().stream().map(Address::parse).toList());
    current = ours.isPresent();
  }
}
