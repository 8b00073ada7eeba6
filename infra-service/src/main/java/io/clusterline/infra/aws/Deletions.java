package io.clusterline.infra.aws;

import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Deletes resources: "not found" is success, "still in use" is retried while the blockers change.
 */
public final class Deletions {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private Deletions() {}

  /**
   * Retries a deletion while other resources that are being deleted block it.
   *
   * @param holders describes the blockers; as long as they change, it is retried
   * @throws io.clusterline.failure.ClusterlineException {@code LEFTOVERS}, naming the holders, when
   *     they have not changed for a while
   */
  public static void retryWhileBlocked(
      Aws aws, String what, Supplier<List<String>> holders, Runnable remove) {
    BlockedDeletion blocked = new BlockedDeletion(what, holders);
    Wait.until(what + " is removed")
        .within(LIMIT)
        .atMostEvery(PAUSE)
        .reporting(aws::report)
        .poll(() -> tryOnce(blocked, remove));
  }

  private static Seen<Boolean> tryOnce(BlockedDeletion blocked, Runnable remove) {
    try {
      ignoreNotFound(remove);
      return Seen.yes(true);
    } catch (AwsCallException e) {
      if (!e.isStillInUse()) {
        throw e;
      }
      return Seen.notYet(blocked.describeBlockers(e));
    }
  }

  /** Runs a change; ignores that its resource does not exist. */
  public static void ignoreNotFound(Runnable change) {
    try {
      change.run();
    } catch (AwsCallException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }
}
