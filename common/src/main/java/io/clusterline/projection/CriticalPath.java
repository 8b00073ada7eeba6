package io.clusterline.projection;

import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The longest chain of measured steps, each waiting for the one before it: a build of this graph
 * with these step times cannot take less. Across stages, a stage's first steps wait for those whose
 * end triggers it.
 */
public final class CriticalPath {

  /** One step on the path. */
  public record Segment(StageName stage, String step, Duration duration) {}

  private record Key(StageName stage, String step) {}

  /** The longest chain that ends with this step. */
  private record Chain(Duration length, Key step, @Nullable Chain before) {}

  private final BuildView build;
  private final Map<Key, Chain> chains = new HashMap<>();

  private CriticalPath(BuildView build) {
    this.build = build;
  }

  /** In the order of time; empty when nothing was measured. */
  public static List<Segment> of(BuildView build) {
    return new CriticalPath(build).find();
  }

  public static Duration length(List<Segment> path) {
    return path.stream().map(Segment::duration).reduce(Duration.ZERO, Duration::plus);
  }

  private List<Segment> find() {
    Chain longest = null;
    for (StageView stage : build.required().toList()) {
      for (StepView step : stage.steps().values()) {
        longest = longer(longest, chain(stage, step));
      }
    }
    Deque<Segment> path = new ArrayDeque<>();
    for (Chain at = longest; at != null; at = at.before()) {
      Key key = at.step();
      path.addFirst(new Segment(key.stage(), key.step(), step(key).duration()));
    }
    return List.copyOf(path);
  }

  /** Recursion is as deep as the longest chain has steps: tens. */
  private Chain chain(StageView stage, StepView step) {
    Key key = new Key(stage.name(), step.address());
    Chain known = chains.get(key);
    if (known == null) {
      Chain before = before(stage, step);
      Duration length = before == null ? step.duration() : before.length().plus(step.duration());
      known = new Chain(length, key, before);
      chains.put(key, known);
    }
    return known;
  }

  private @Nullable Chain before(StageView stage, StepView step) {
    Chain longest = null;
    for (String address : step.dependsOn()) {
      StepView dependency = stage.steps().get(address);
      if (dependency != null) {
        longest = longer(longest, chain(stage, dependency));
      }
    }
    return step.dependsOn().isEmpty() ? beforeStage(stage.name()) : longest;
  }

  private @Nullable Chain beforeStage(StageName name) {
    StageName before = name.triggeredBy();
    return before == name ? null : longestOf(before, triggeredAt(name, before));
  }

  /** After all steps of the stage before it, unless its trigger comes on that stage's way. */
  private @Nullable Instant triggeredAt(StageName name, StageName before) {
    var trigger = name.triggers().getFirst();
    return trigger == before.result() ? Instant.MAX : build.published().get(EventType.of(trigger));
  }

  /** Over the stage's steps that had ended by then. */
  private @Nullable Chain longestOf(StageName name, @Nullable Instant by) {
    StageView stage = build.stage(name);
    Chain longest = null;
    for (StepView step : stage.steps().values()) {
      Instant started = step.startedAt();
      if (started != null && by != null && !started.plus(step.duration()).isAfter(by)) {
        longest = longer(longest, chain(stage, step));
      }
    }
    return longest;
  }

  private static Chain longer(@Nullable Chain a, Chain b) {
    return a == null || b.length().compareTo(a.length()) > 0 ? b : a;
  }

  private StepView step(Key key) {
    StepView step = build.stage(key.stage()).steps().get(key.step());
    if (step == null) {
      throw new IllegalStateException("no step " + key);
    }
    return step;
  }
}
