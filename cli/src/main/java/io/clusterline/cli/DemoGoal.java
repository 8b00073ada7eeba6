package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.BuildView.Outcome;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.StageView;
import java.time.Clock;
import java.time.Duration;

/**
 * The end of a demo's build: beside that of the build itself the one of the stages that a ready
 * cluster goes on with, so that the demo shows them. Not for ever: the build is ready without them.
 */
final class DemoGoal implements Goal {

  private static final Duration BESIDE_WITHIN = Duration.ofMinutes(5);

  private final Goal build;
  private final Clock clock;

  DemoGoal(Goal build, Clock clock) {
    this.build = build;
    this.clock = clock;
  }

  @Override
  public ClusterView apply(ClusterView view, Event<?> event) {
    return build.apply(view, event);
  }

  @Override
  public boolean isReached(ClusterView view) {
    return build.isReached(view)
        && (view.build().outcome() != Outcome.READY || isWhole(view.build()) || isLate(view));
  }

  /** One that failed may keep others from beginning. */
  private static boolean isWhole(BuildView build) {
    boolean failed = build.failureBeside().isPresent();
    return build.published().containsKey(EventType.CLUSTER_READY)
        || failed && build.stages().values().stream().noneMatch(StageView::isRunning);
  }

  private boolean isLate(ClusterView view) {
    return view.build()
        .end()
        .filter(end -> end.plus(BESIDE_WITHIN).isBefore(clock.instant()))
        .isPresent();
  }
}
