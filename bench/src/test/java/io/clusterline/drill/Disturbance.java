package io.clusterline.drill;

import io.clusterline.stage.StageScope;
import java.nio.file.Path;

/** Disturbs the fake resources while steps work on them. */
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

  /** The folder of that run's fake resources: clusters of one name may have separate ones. */
  default Path worlds(Path worlds, StageScope scope) {
    return worlds;
  }
}
