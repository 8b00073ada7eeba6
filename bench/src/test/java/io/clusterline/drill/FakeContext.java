package io.clusterline.drill;

import io.clusterline.event.StageTrigger;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;

/** Context of the steps of a {@link FakeLayer}. */
final class FakeContext extends StageContext {

  private final FakeWorld world;
  private final StageTrigger trigger;
  private final Disturbance disturbance;

  FakeContext(StageScope scope, FakeWorld world, StageTrigger trigger, Disturbance disturbance) {
    super(scope);
    this.world = world;
    this.trigger = trigger;
    this.disturbance = disturbance;
  }

  FakeWorld world() {
    return world;
  }

  StageTrigger trigger() {
    return trigger;
  }

  /** Called before a fake resource is read or removed. */
  void beforeAccess(String key) {
    disturbance.before(scope(), key);
  }

  StageSupport support() {
    return scope().support();
  }
}
