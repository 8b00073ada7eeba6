package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.BuildView.Outcome;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.StageView;
import java.time.Duration;

/**
 * The end of a demo's build: beside that of the build itself the one of the stages that a ready
 * cluster goes on with, so that the demo shows them. Not for ever: the build is ready without them.
 */
final class DemoGoal implements Goal {

  private static final Duration BESIDE_WITHIN = Duration.ofMinutes(5);

  private final Goal build;
  private final Duration limit;
  private long readySince;

  DemoGoal(Goal build) {
    this(build, BESIDE_WITHIN);
  }

  DemoGoal(Goal build, Duration limit) {
    this.build = build;
    this.limit = limit;
  }

  @Override
  public ClusterView apply(ClusterView view, Event<?> event) {
    return build.apply(view, event);
  }

  @Override
  public boolean isReached(ClusterView view) {
    return build.isReached(view)
        && (view.build().outcome() != Outcome.READY || isWhole(view.build()) || isTooLate());
  }

  /** One that failed may keep others from beginning. */
  private static boolean isWhole(BuildView build) {
    boolean failed = build.failureBeside().isPresent();
    return build.published().containsKey(EventType.CLUSTER_READY)
        || failed && build.stages().values().stream().noneMatch(StageView::isRunning);
  }

  private boolean isTooLate() {
    if (readySince == 0) {
      readySince = System.nanoTime();
    }
    return System.nanoTime() - readySince > limit.toNanos();
  }
}
