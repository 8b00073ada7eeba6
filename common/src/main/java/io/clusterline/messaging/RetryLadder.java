package io.clusterline.messaging;

import io.clusterline.messaging.Topology.RetryDelay;
import java.util.random.RandomGenerator;

/**
 * Which rung a message waits on. The delay grows with the attempts; who failed together is spread
 * over two neighbouring rungs, so that not all come back at once.
 */
public final class RetryLadder {

  private final RandomGenerator random;

  public RetryLadder(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param failures how often it failed so far, at least 1
   */
  public RetryDelay after(int failures) {
    RetryDelay[] rungs = RetryDelay.values();
    int highest = Math.min(Math.max(failures, 1), rungs.length) - 1;
    return rungs[highest == 0 || random.nextInt(3) > 0 ? highest : highest - 1];
  }
}
