package io.clusterline.execution;

import io.clusterline.messaging.Topology;
import java.time.Duration;

/**
 * Limits of the attempts at a stage.
 *
 * @param attempts number after which a transient failure is final
 * @param deaths number of attempts that may begin and never end, because their service died, before
 *     the stage fails
 * @param margin silence that is normal beyond a step's own deadline
 */
record AttemptLimits(int attempts, int deaths, Duration margin) {

  /** As in {@code line.yaml}. */
  static final int DEATHS = 10;

  AttemptLimits {
    if (attempts < 1 || deaths < 1) {
      throw new IllegalArgumentException(
          "clusterline.stage.attempts is %d and clusterline.stage.deaths is %d: give 1 or more"
              .formatted(attempts, deaths));
    }
  }

  /**
   * The deaths that a service is set to allow: no more than the supervisor of the services lasts.
   */
  static int deaths(int setting) {
    if (setting > Topology.DELIVERY_LIMIT) {
      throw new IllegalArgumentException(
          "clusterline.stage.deaths is %d: give %d or fewer"
              .formatted(setting, Topology.DELIVERY_LIMIT));
    }
    return setting;
  }
}
