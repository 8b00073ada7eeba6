package io.clusterline.projection;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The stages of a view that is being changed. It keeps the stages that it began with: a pruning
 * belongs to a build, and its stages are shown in the removal's view.
 */
final class StagesViewBuilder {

  private final Map<StageName, StageView> stages;

  StagesViewBuilder(Map<StageName, StageView> from) {
    stages = new EnumMap<>(from);
  }

  static Map<StageName, StageView> waiting(List<StageName> names) {
    Map<StageName, StageView> waiting = new EnumMap<>(StageName.class);
    names.forEach(name -> waiting.put(name, StageView.waiting(name)));
    return waiting;
  }

  Map<StageName, StageView> stages() {
    return stages;
  }

  /** Applies the events of a stage and its steps; other events change nothing. */
  void apply(ClusterEvent event, Instant at) {
    switch (event) {
      case StageStarted e -> change(e.stage(), stage -> stage.started(e, at));
      case StageWaiting e -> change(e.stage(), stage -> stage.waits(e, at));
      case StepStarted e -> step(e.stage(), e.step(), step -> step.started(at));
      case StepProgressed e -> step(e.stage(), e.step(), step -> step.progressed(e.message(), at));
      case StepFinished e -> step(e.stage(), e.step(), step -> step.finished(e, at));
      case StageFailed e -> change(e.stage(), stage -> stage.failed(e, at));
      case StageReplayed e -> replayed(e);
      default -> {}
    }
  }

  /**
   * Its result is there. A stored result may be published again: the first time counts.
   *
   * @return whether this was the first time
   */
  boolean completeStage(StageName name, Instant at) {
    StageView stage = stages.get(name);
    boolean first = stage != null && !stage.isComplete();
    if (first) {
      change(name, before -> before.ended(at));
    }
    return first;
  }

  /** Its later stages that had begun run again too. */
  private void replayed(StageReplayed event) {
    change(event.stage(), StageView::reset);
    event.reset().forEach(stage -> stages.computeIfPresent(stage, (n, v) -> StageView.waiting(n)));
  }

  private void step(StageName stage, String address, UnaryOperator<StepView> change) {
    change(stage, view -> view.step(address, change));
  }

  private void change(StageName name, UnaryOperator<StageView> change) {
    stages.computeIfPresent(name, (key, before) -> change.apply(before));
  }
}
