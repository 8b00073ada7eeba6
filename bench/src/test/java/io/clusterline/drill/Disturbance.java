package io.clusterline.drill;

import io.clusterline.stage.StageScope;
import java.nio.file.Path;

/** What a drill does to the pretended world while steps work on it. */
@FunctionalInterface
interface Disturbance {

  /** Everyday life. */
  Disturbance NONE = (scope, key) -> {};

  /**
   * Before a step looks at a thing or removes one: it may throw, which is the step's failure, or
   * wait.
   *
   * @param key of the thing, such as {@code bootstrap-last}
   */
  void before(StageScope scope, String key);

  /** Where the things of that run's cluster are: clusters of one name may be apart. */
  default Path worlds(Path worlds, StageScope scope) {
    return worlds;
  }
}
