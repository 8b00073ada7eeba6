package io.clusterline.messaging;

import io.clusterline.messaging.Topology.RetryDelay;
import java.util.random.RandomGenerator;

/**
 * Chooses the delay before a message is tried again. It grows with the attempts; messages that
 * failed together are spread over two neighbouring delays, so that not all return at once.
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
    RetryDelay[] delays = RetryDelay.values();
    int highest = Math.min(Math.max(failures, 1), delays.length) - 1;
    return delays[highest == 0 || random.nextInt(3) > 0 ? highest : highest - 1];
  }
}
