package io.clusterline.projection;

import io.clusterline.event.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times of a build that ended ready, for the estimates of later ones.
 *
 * @param shape builds of one shape take about as long
 * @param readyAt its end
 * @param total from request to end
 * @param stages by name
 * @param steps duration by address
 */
public record FinishedBuild(
    Shape shape,
    Instant readyAt,
    Duration total,
    Map<StageName, StageTime> stages,
    Map<String, Duration> steps) {

  /**
   * What a build's duration depends on.
   *
   * @param nodes machines of the specification
   * @param addons add-ons of the specification
   * @param isFirst whether its first stage made more than it found
   */
  public record Shape(int nodes, int addons, boolean isFirst) {

    /** Of a build whose request was accepted. */
    static @Nullable Shape of(BuildView build) {
      if (build.specification() == null) {
        return null;
      }
      var spec = build.specification().spec();
      return new Shape(spec.nodes().size(), spec.addons().size(), build.generation() <= 1);
    }
  }

  /**
   * @param gap from the end of the stage that triggers it to its own start; negative when the
   *     trigger comes on that stage's way
   * @param duration from start to end
   */
  public record StageTime(Duration gap, Duration duration) {}

  public FinishedBuild {
    stages = Map.copyOf(stages);
    steps = Map.copyOf(steps);
  }

  /**
   * @return null when the build is not ready, was ready at once because nothing had changed, or
   *     waited for somebody to replay it
   */
  static @Nullable FinishedBuild of(BuildView build) {
    Shape shape = Shape.of(build);
    Map<StageName, StageTime> stages = stageTimes(build);
    Instant end = build.end().orElse(null);
    if (build.outcome() != BuildView.Outcome.READY
        || build.replays() > 0
        || shape == null
        || end == null
        || stages.isEmpty()) {
      return null;
    }
    return new FinishedBuild(shape, end, build.elapsed(end), stages, stepTimes(build));
  }

  private static Map<StageName, StageTime> stageTimes(BuildView build) {
    Map<StageName, StageTime> times = new EnumMap<>(StageName.class);
    for (StageView stage : build.stages().values()) {
      StageView before = build.stage(stage.name().triggeredBy());
      if (stage.startedAt() != null
          && stage.endedAt() != null
          && before.endedAt() != null
          && before.name() != stage.name()) {
        Duration gap = Duration.between(before.endedAt(), stage.startedAt());
        times.put(stage.name(), new StageTime(gap, stage.elapsed(stage.endedAt())));
      }
    }
    return times;
  }

  private static Map<String, Duration> stepTimes(BuildView build) {
    Map<String, Duration> times = new HashMap<>();
    for (StageView stage : build.stages().values()) {
      for (StepView step : stage.steps().values()) {
        if (step.isComplete()) {
          times.put(step.address(), step.duration());
        }
      }
    }
    return times;
  }
}
