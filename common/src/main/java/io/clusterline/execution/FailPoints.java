package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.stage.Address;
import io.clusterline.stage.FailPoint;

/** Hooks at the moments at which a crash does most harm: no-ops, except in a drill. */
@FunctionalInterface
public interface FailPoints {

  /** Everyday life. */
  FailPoints NONE = (point, stage, at) -> {};

  /**
   * @param at the step, or the stage itself
   */
  void onReached(FailPoint point, StageName stage, Address at);
}
