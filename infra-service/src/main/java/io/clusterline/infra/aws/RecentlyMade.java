package io.clusterline.infra.aws;

import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the ledger knows and EC2 does not show: gone, or so new that not all of EC2 knows it yet. A
 * second one must not be made in the latter case.
 */
public final class RecentlyMade {

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);

  private RecentlyMade() {}

  /**
   * Looks, and looks again for a moment while nothing is seen of what is recorded.
   *
   * @param recorded what the ledger has of it
   */
  public static <R> List<R> look(Optional<?> recorded, Supplier<List<R>> look) {
    List<R> seen = look.get();
    if (!seen.isEmpty() || recorded.isEmpty()) {
      return seen;
    }
    long end = System.nanoTime() + KNOWN_WITHIN.toNanos();
    return Wait.until("what was made is seen, or is gone")
        .poll(() -> {
          List<R> again = look.get();
          return !again.isEmpty() || System.nanoTime() >= end
              ? Seen.yes(again)
              : Seen.notYet("nothing");
        });
  }
}
