package io.clusterline.projection;

import io.clusterline.event.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a build will be ready, by its graph and by the times of finished builds: the longest chain
 * of what is left, at the speed that this build has shown so far.
 */
final class Forecast {

  /** Less finished work than this says nothing about the speed. */
  private static final Duration ENOUGH = Duration.ofSeconds(2);

  private static final double SLOWEST = 4;

  private final BuildView build;
  private final BuildHistory history;
  private final Instant now;
  private final double speed;
  private final Map<StageName, Instant> ends = new EnumMap<>(StageName.class);

  Forecast(BuildView build, BuildHistory history, Instant now) {
    this.build = build;
    this.history = history;
    this.now = now;
    this.speed = speed();
  }

  Duration left() {
    Instant end =
        build.required().map(stage -> end(stage.name())).max(Comparator.naturalOrder()).orElse(now);
    return Duration.between(now, end);
  }

  /** How long finished steps took, in relation to what was expected. */
  private double speed() {
    Duration expected = Duration.ZERO;
    Duration took = Duration.ZERO;
    for (StageView stage : build.stages().values()) {
      for (StepView step : stage.steps().values()) {
        Duration usual = history.step(step.address()).orElse(null);
        if (step.isComplete() && usual != null) {
          expected = expected.plus(usual);
          took = took.plus(step.duration());
        }
      }
    }
    return expected.compareTo(ENOUGH) < 0
        ? 1
        : Math.clamp((double) took.toMillis() / expected.toMillis(), 1 / SLOWEST, SLOWEST);
  }

  private Instant end(StageName name) {
    @Nullable Instant known = ends.get(name);
    if (known == null) {
      StageView stage = build.stage(name);
      known = stage.endedAt() != null ? stage.endedAt() : endOfOpen(stage);
      ends.put(name, known);
    }
    return known;
  }

  private Instant endOfOpen(StageView stage) {
    return stage.steps().isEmpty() ? endOfUnplanned(stage.name()) : endOfPlanned(stage);
  }

  /** A stage that has not begun: its steps are not known yet. */
  private Instant endOfUnplanned(StageName name) {
    StageName before = name.triggeredBy();
    Instant trigger =
        before == name ? now : end(before).plus(scaled(history.gap(name).orElse(Duration.ZERO)));
    Instant begin = trigger.isBefore(now) ? now : trigger;
    return begin.plus(scaled(history.duration(name).orElse(Duration.ZERO)));
  }

  private Instant endOfPlanned(StageView stage) {
    Map<String, Instant> known = new HashMap<>();
    return stage.steps().values().stream()
        .map(step -> end(stage, step, known))
        .max(Comparator.naturalOrder())
        .orElse(now);
  }

  private Instant end(StageView stage, StepView step, Map<String, Instant> known) {
    Instant before = known.get(step.address());
    if (before != null) {
      return before;
    }
    Instant begin = now;
    if (!step.isDone() && step.startedAt() == null) {
      for (String address : step.dependsOn()) {
        StepView dependency = stage.steps().get(address);
        Instant ready = dependency == null ? now : end(stage, dependency, known);
        begin = ready.isAfter(begin) ? ready : begin;
      }
    }
    Instant end = begin.plus(left(step));
    known.put(step.address(), end);
    return end;
  }

  /** A step that runs longer than usual may end at any time. */
  private Duration left(StepView step) {
    if (step.isDone()) {
      return Duration.ZERO;
    }
    Duration usual = scaled(history.step(step.address()).orElse(Duration.ZERO));
    Duration ran =
        step.startedAt() == null ? Duration.ZERO : Duration.between(step.startedAt(), now);
    return usual.compareTo(ran) > 0 ? usual.minus(ran) : Duration.ZERO;
  }

  private Duration scaled(Duration usual) {
    return Duration.ofMillis(Math.round(usual.toMillis() * speed));
  }
}
