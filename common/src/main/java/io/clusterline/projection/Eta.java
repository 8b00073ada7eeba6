package io.clusterline.projection;

import io.clusterline.event.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a build will still take: by finished builds of its shape, or, while there are none, by
 * how much of a typical build each stage takes. The latter is shown only once enough has been seen
 * to mean something.
 */
public final class Eta {

  private static final double ENOUGH = 0.15;

  private Eta() {}

  /** Empty for a build that has ended, or of which too little is known. */
  public static Optional<Duration> of(BuildView build, BuildHistory history, Instant now) {
    if (history.isEmpty() || build.isEnded()) {
      return of(build, now);
    }
    return Optional.of(new Forecast(build, history, now).left());
  }

  /** Without finished builds. */
  public static Optional<Duration> of(BuildView build, Instant now) {
    double done = 1 - longest(build) / longest(BuildView.of(build.cluster()));
    if (build.isEnded() || done < ENOUGH) {
      return Optional.empty();
    }
    double left = build.elapsed(now).toMillis() * (1 - done) / done;
    return Optional.of(Duration.ofMillis((long) left));
  }

  /** The share of the longest chain of stages, so far as it is not done. */
  private static double longest(BuildView build) {
    return build.stages().keySet().stream()
        .mapToDouble(stage -> remaining(build, stage))
        .max()
        .orElse(0);
  }

  /** Of a stage and those that have to end before it. */
  private static double remaining(BuildView build, StageName stage) {
    double own = stage.share() * (100 - build.stage(stage).percent()) / 100.0;
    StageName before = stage.triggeredBy();
    return before == stage ? own : own + remaining(build, before);
  }
}
