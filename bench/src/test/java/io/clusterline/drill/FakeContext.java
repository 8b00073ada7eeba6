package io.clusterline.drill;

import io.clusterline.event.StageTrigger;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;

/** What the steps of a {@link FakeLayer} work with. */
final class FakeContext extends StageContext {

  private final FakeWorld world;
  private final StageTrigger trigger;

  FakeContext(StageScope scope, FakeWorld world, StageTrigger trigger) {
    super(scope);
    this.world = world;
    this.trigger = trigger;
  }

  FakeWorld world() {
    return world;
  }

  StageTrigger trigger() {
    return trigger;
  }

  StageSupport support() {
    return scope().support();
  }
}
