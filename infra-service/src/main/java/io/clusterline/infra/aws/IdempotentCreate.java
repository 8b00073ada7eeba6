package io.clusterline.infra.aws;

import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates that have no client token: an answer that got lost must not make a second one. */
public final class IdempotentCreate {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(3);

  private IdempotentCreate() {}

  /**
   * Creates a resource. When the outcome is unknown or the name is taken, it looks for a resource
   * of ours before it tries again.
   *
   * @param find finds our resource by tag or name
   */
  public static <T> T createOnce(Supplier<T> create, Supplier<Optional<T>> find) {
    return Wait.until("the outcome of the create is known")
        .within(LIMIT)
        .poll(() -> tryOnce(create, find));
  }

  private static <T> Seen<T> tryOnce(Supplier<T> create, Supplier<Optional<T>> find) {
    try {
      return Seen.yes(create.get());
    } catch (AwsCallException e) {
      if (!e.outcomeIsUnknown() && !e.alreadyExists()) {
        throw e;
      }
      Optional<T> made = findWithDelay(find);
      if (made.isEmpty() && e.alreadyExists()) {
        throw e; // it is not ours
      }
      return made.map(Seen::yes).orElseGet(() -> Seen.notYet(String.valueOf(e.getMessage())));
    }
  }

  /** A new resource may not be visible at once. */
  private static <T> Optional<T> findWithDelay(Supplier<Optional<T>> find) {
    long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    return Wait.until("it is seen, or was never made")
        .poll(() -> {
          Optional<T> made = find.get();
          return made.isPresent() || System.nanoTime() >= end
              ? Seen.yes(made)
              : Seen.notYet("nothing");
        });
  }
}
