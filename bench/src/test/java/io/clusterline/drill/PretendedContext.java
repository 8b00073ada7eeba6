package io.clusterline.drill;

import io.clusterline.event.StageTrigger;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;

/** What the steps of a {@link PretendedLayer} work with. */
final class PretendedContext extends StageContext {

  private final PretendedWorld world;
  private final StageTrigger trigger;

  PretendedContext(StageScope scope, PretendedWorld world, StageTrigger trigger) {
    super(scope);
    this.world = world;
    this.trigger = trigger;
  }

  PretendedWorld world() {
    return world;
  }

  StageTrigger trigger() {
    return trigger;
  }

  StageSupport support() {
    return scope().support();
  }
}
