package io.clusterline.cli.view;

import io.clusterline.event.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rough guess of what is left: by how much of a typical build each stage takes. Shown only once
 * enough has been seen to mean something.
 */
final class Eta {

  /** Shares of a typical build; cni runs beside bootstrap and costs nothing of its own. */
  private static final Map<StageName, Integer> SHARES =
      new EnumMap<>(
          Map.of(
              StageName.ACCEPT, 1,
              StageName.INFRA, 25,
              StageName.BOOTSTRAP, 40,
              StageName.CNI, 0,
              StageName.NETWORK, 9,
              StageName.ADDONS, 25));

  private static final double ENOUGH = 0.15;

  private Eta() {}

  static Optional<Duration> of(BuildView build, Instant now) {
    double done =
        build.stages().values().stream()
                .mapToDouble(
                    stage -> SHARES.getOrDefault(stage.name(), 0) * stage.percent() / 100.0)
                .sum()
            / 100;
    if (build.isEnded() || done < ENOUGH) {
      return Optional.empty();
    }
    double left = build.elapsed(now).toMillis() * (1 - done) / done;
    return Optional.of(Duration.ofMillis((long) left));
  }
}
