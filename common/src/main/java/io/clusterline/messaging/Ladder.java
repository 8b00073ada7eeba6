package io.clusterline.messaging;

import io.clusterline.messaging.Topology.Rung;
import java.util.random.RandomGenerator;

/**
 * Which rung a message waits on. The delay grows with the attempts; who failed together is spread
 * over two neighbouring rungs, so that not all come back at once.
 */
final class Ladder {

  private final RandomGenerator random;

  Ladder(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param failures how often it failed so far, at least 1
   */
  Rung after(int failures) {
    Rung[] rungs = Rung.values();
    int highest = Math.min(Math.max(failures, 1), rungs.length) - 1;
    return rungs[highest == 0 || random.nextInt(3) > 0 ? highest : highest - 1];
  }
}
