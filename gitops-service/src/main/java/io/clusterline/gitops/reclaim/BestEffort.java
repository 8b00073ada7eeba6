package io.clusterline.gitops.reclaim;

import io.clusterline.event.Retained;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.KubernetesException;
import java.time.Duration;
import java.util.List;

/** Changes of which each may fail without stopping the others, all within a certain time. */
final class BestEffort {

  /** Leaves half of the two minutes that the whole may take for the wait at its end. */
  private static final Duration ALL = Duration.ofSeconds(45);

  private final Platform platform;
  private final List<Retained> retained;
  private final long end = System.nanoTime() + ALL.toNanos();

  /**
   * @param retained where failures are noted
   */
  BestEffort(Platform platform, List<Retained> retained) {
    this.platform = platform;
    this.retained = retained;
  }

  /**
   * Runs an action, or records why it failed.
   *
   * @param what is to be reclaimed or changed
   * @return whether it succeeded
   * @throws KubernetesException when the API server does not answer: then nothing else will work
   *     either
   */
  boolean attempt(String what, Runnable change) {
    platform.beforeMutation();
    if (System.nanoTime() > end) {
      retained.add(new Retained(what, "no time was left to ask for it"));
      return false;
    }
    try {
      change.run();
      return true;
    } catch (KubernetesException e) {
      if (e.status() == KubernetesException.NO_ANSWER || e.code() == ErrorCode.CANCELLED) {
        throw e;
      }
      retained.add(new Retained(what, String.valueOf(e.getMessage())));
      return false;
    }
  }

  void recordRetained(Retained one) {
    retained.add(one);
  }

  void report(String message) {
    platform.report(message);
  }
}
