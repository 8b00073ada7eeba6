package io.clusterline.infra.aws;

import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;

/** Removing: "already gone" is success, "still in use" is waited out. */
public final class Removals {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Removals() {}

  /** Removes, again and again while something that is just going still needs it. */
  public static void untilGone(String what, Runnable remove) {
    Wait.until(what + " is removed")
        .within(LIMIT)
        .poll(() -> {
          try {
            ifThere(remove);
            return Seen.yes(true);
          } catch (AwsCallException e) {
            return stillInUse(e);
          }
        });
  }

  private static Seen<Boolean> stillInUse(AwsCallException e) {
    if (!e.isStillInUse()) {
      throw e;
    }
    return Seen.notYet(String.valueOf(e.getMessage()));
  }

  /** Does it unless what it names is gone already. */
  public static void ifThere(Runnable change) {
    try {
      change.run();
    } catch (AwsCallException e) {
      if (!e.isGone()) {
        throw e;
      }
    }
  }
}
