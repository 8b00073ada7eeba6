package io.clusterline.infra.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tracks what blocks one deletion, and since when that has not changed. */
final class BlockedDeletion {

  /** A deletion counts as stuck after a minute; AWS's own clean-up is faster. */
  private static final Duration STUCK = Duration.ofSeconds(40);

  /** The interfaces of a load balancer that is gone stay for minutes, and nothing moves. */
  private static final Duration STUCK_ON_BALANCER = Duration.ofMinutes(6);

  private static final String BALANCER = "'ELB ";

  private final String what;
  private final Supplier<List<String>> holders;
  private String last = "";
  private final LongSupplier nanoTime;
  private long since;

  BlockedDeletion(String what, Supplier<List<String>> holders) {
    this(what, holders, System::nanoTime);
  }

  BlockedDeletion(String what, Supplier<List<String>> holders, LongSupplier nanoTime) {
    this.what = what;
    this.holders = holders;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * @param refusal of the last deletion
   * @return a description of the blockers
   * @throws ClusterlineException {@link ErrorCode#LEFTOVERS} when they have not changed for too
   *     long
   */
  String describeBlockers(AwsCallException refusal) {
    List<String> found = holders.get();
    String now = found.isEmpty() ? "nothing that can be seen" : String.join("; ", found);
    if (!now.equals(last)) {
      last = now;
      since = nanoTime.getAsLong();
    }
    Duration patience = now.contains(BALANCER) ? STUCK_ON_BALANCER : STUCK;
    if (nanoTime.getAsLong() - since > patience.toNanos()) {
      throw new ClusterlineException(
          ErrorCode.LEFTOVERS,
          what + " is left, blocked by " + now + " (" + refusal.getMessage() + ")",
          refusal);
    }
    return "blocked by " + now;
  }
}
