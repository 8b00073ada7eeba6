package io.clusterline.projection;

import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.StepFinished.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The view of one stage.
 *
 * @param attempt 0 until a worker has begun
 * @param waiting why the last attempt failed and when the next one begins, until it has begun
 * @param steps by address, in the order of the graph
 */
public record StageView(
    StageName name,
    int attempt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable StageFailed failure,
    @Nullable StageWaiting waiting,
    Map<String, StepView> steps) {

  public StageView {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  static StageView waiting(StageName name) {
    return new StageView(name, 0, null, null, null, null, Map.of());
  }

  /** A take-over keeps the stage's first start; its steps are published again. */
  StageView started(StageStarted event, Instant at) {
    Map<String, StepView> planned = new LinkedHashMap<>();
    event.steps().forEach(step -> planned.put(step.step(), planned(step, at)));
    return new StageView(
        name, event.attempt(), startedAt == null ? at : startedAt, null, null, null, planned);
  }

  /** A step of this attempt may have been heard of before its plan. */
  private StepView planned(PlannedStep step, Instant at) {
    StepView known = steps.get(step.step());
    return known != null && known.isOfAttemptSince(at)
        ? known.in(step.dependsOn())
        : StepView.planned(step.step(), step.dependsOn());
  }

  StageView ended(Instant at) {
    return new StageView(name, attempt, startedAt == null ? at : startedAt, at, null, null, steps);
  }

  StageView failed(StageFailed event, Instant at) {
    return new StageView(name, attempt, startedAt == null ? at : startedAt, at, event, null, steps);
  }

  /** It runs again after a replay, in this attempt's place. */
  StageView reset() {
    return new StageView(name, attempt, startedAt, null, null, null, Map.of());
  }

  /** An attempt failed, and another one follows. */
  StageView waits(StageWaiting event, Instant at) {
    return new StageView(
        name, event.attempt(), startedAt == null ? at : startedAt, null, null, event, steps);
  }

  /** A step that was not announced (its start was lost) is added by its first event. */
  StageView step(String address, UnaryOperator<StepView> change) {
    Map<String, StepView> changed = new LinkedHashMap<>(steps);
    StepView before = changed.getOrDefault(address, StepView.planned(address, List.of()));
    changed.put(address, change.apply(before));
    return new StageView(name, attempt, startedAt, endedAt, failure, waiting, changed);
  }

  /** Its state in words and numbers. */
  public NodePhase.State state() {
    if (hasFailed()) {
      return NodePhase.State.FAILED;
    }
    if (isComplete()) {
      return NodePhase.State.DONE;
    }
    if (waiting != null) {
      return NodePhase.State.WAITING;
    }
    return isRunning() ? NodePhase.State.RUNNING : NodePhase.State.NOT_BEGUN;
  }

  public boolean isRunning() {
    return startedAt != null && endedAt == null;
  }

  public boolean isComplete() {
    return endedAt != null && failure == null;
  }

  public boolean hasFailed() {
    return failure != null;
  }

  /** Steps that ended well: neither failed nor skipped because another one had failed. */
  public int stepsDone() {
    return (int)
        steps.values().stream().filter(step -> step.isComplete() || step.isRemoved()).count();
  }

  /** By steps that ended well; 100 only when the stage has. */
  public int percent() {
    if (isComplete()) {
      return 100;
    }
    return steps.isEmpty() ? 0 : Math.min(99, 100 * stepsDone() / steps.size());
  }

  public Duration elapsed(Instant now) {
    if (startedAt == null) {
      return Duration.ZERO;
    }
    return Duration.between(startedAt, endedAt == null ? now : endedAt);
  }

  /** The newest start or end of it and of its steps; empty before the first. */
  public Optional<Instant> lastHeard() {
    Stream<@Nullable Instant> ofSteps =
        steps.values().stream().flatMap(step -> Stream.of(step.startedAt(), step.endedAt()));
    return Stream.concat(Stream.of(startedAt, endedAt), ofSteps)
        .filter(Objects::nonNull)
        .max(Instant::compareTo);
  }

  /** True when no step had to change anything. */
  public boolean changedNothing() {
    return !steps.isEmpty()
        && steps.values().stream()
            .map(StepView::finished)
            .allMatch(how -> how != null && how.outcome() == Outcome.UNCHANGED);
  }

  /** What its steps had to say although they succeeded, with their addresses. */
  public List<String> remarks() {
    return steps.values().stream()
        .filter(step -> !step.remark().isEmpty())
        .map(step -> step.address() + ": " + step.remark())
        .toList();
  }

  public List<StepView> runningSteps() {
    return steps.values().stream().filter(StepView::isRunning).toList();
  }

  /** How many steps ended that way. */
  public long count(Outcome outcome) {
    return steps.values().stream()
        .map(StepView::finished)
        .filter(how -> how != null && how.outcome() == outcome)
        .count();
  }
}
