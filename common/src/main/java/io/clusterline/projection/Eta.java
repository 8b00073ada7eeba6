package io.clusterline.projection;

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
    double done = Progress.of(build);
    if (build.isEnded() || done < ENOUGH) {
      return Optional.empty();
    }
    double left = build.elapsed(now).toMillis() * (1 - done) / done;
    return Optional.of(Duration.ofMillis((long) left));
  }
}
