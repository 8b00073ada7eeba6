package io.clusterline.projection;

import io.clusterline.event.StageName;

/** Which part of the work is done, by the shares that stages have of a typical build. */
public final class Progress {

  private Progress() {}

  /** From 0 to 1. Of a removal, whose stages have no shares, by stages. */
  public static double of(LineView<?> work) {
    return switch (work) {
      case BuildView build -> 1 - longest(build) / longest(BuildView.of(build.cluster()));
      case RemovalView removal -> ofRemoval(removal);
    };
  }

  private static double ofRemoval(RemovalView removal) {
    if (removal.endedAt() != null) {
      return 1;
    }
    return removal.stages().values().stream().mapToInt(StageView::percent).average().orElse(0)
        / 100;
  }

  /** The share of the longest chain of stages, so far as it is not done. */
  private static double longest(BuildView build) {
    return build.required().mapToDouble(stage -> remaining(build, stage.name())).max().orElse(0);
  }

  /** Of a stage and those that have to end before it. */
  private static double remaining(BuildView build, StageName stage) {
    double own = stage.share() * (100 - build.stage(stage).percent()) / 100.0;
    StageName before = stage.triggeredBy();
    return before == stage ? own : own + remaining(build, before);
  }
}
