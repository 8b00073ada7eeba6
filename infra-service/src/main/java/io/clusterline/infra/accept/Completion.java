package io.clusterline.infra.accept;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.execution.EventVerifier;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageStore;
import java.util.Optional;

/**
 * Handles the end of a build or of a removal. The event is only a notice: it counts when that stage
 * has recorded the same.
 */
final class Completion {

  private final GenerationService generations;

  Completion(GenerationService generations) {
    this.generations = generations;
  }

  /** The cluster is ready: resources that left its specification may be removed now. */
  Disposition built(Event<AddonsReady> ready) {
    ClusterState state = generations.state(ready.data().cluster());
    ClusterRecord before = state.read().orElse(null);
    if (before != null && GenerationService.isNewest(before, ready)) {
      publishContinued(before, ready);
      return Disposition.REPEATED;
    }
    if (before == null || !GenerationService.isCurrent(before, ready)) {
      return Disposition.STALE;
    }
    StageStore stages = state.stages(before.uid());
    if (EventVerifier.recorded(before, stages, ready).isEmpty()) {
      return Disposition.STALE;
    }
    boolean more = PostponedReplacements.remain(stages, before.generation());
    ClusterRecord after =
        state.change(
            before, now -> GenerationService.isCurrent(now, ready) ? next(now, ready, more) : now);
    publishNext(after, ready);
    return Disposition.ACCEPTED;
  }

  private void publishNext(ClusterRecord after, Event<AddonsReady> ready) {
    if (GenerationService.isNewest(after, ready)) {
      publishContinued(after, ready);
      return;
    }
    generations.recorded(after.phase());
    RemovalRequest order = after.order();
    if (GenerationService.isCurrent(after, ready) && order != null) {
      generations.startRemoval(after, ready, order);
    }
  }

  private void publishContinued(ClusterRecord record, Event<AddonsReady> ready) {
    generations.publish(
        record, ready, new ClusterAccepted(GenerationService.specification(record), true));
  }

  /**
   * With machines still to be replaced, the next build follows; what left the specification waits.
   */
  private ClusterRecord next(ClusterRecord now, Event<AddonsReady> ready, boolean more) {
    return more ? now.continuing(ready.source(), ready.id(), generations.newId()) : ready(now);
  }

  private static ClusterRecord ready(ClusterRecord now) {
    if (!now.changed()) {
      return now.withEnd(Phase.READY);
    }
    return now.pruning(
        new RemovalRequest(
            Mode.PRUNE, now.generation(), 0, "no longer in the specification", "clusterline"));
  }

  /** All requested removals are complete. */
  Disposition removed(Event<InfraRemoved> removal) {
    ClusterState state = generations.state(removal.data().cluster());
    ClusterRecord before = state.read().orElse(null);
    if (before == null) {
      return Disposition.STALE;
    }
    if (GenerationService.isNewest(before, removal)) {
      publishRestored(before, removal);
      return Disposition.REPEATED;
    }
    if (!GenerationService.isCurrent(before, removal)) {
      return Disposition.STALE;
    }
    if (before
        .isRemoved()) { // a crash before its records were deleted, or its end is delivered again
      state.stages(before.uid()).deleteAll();
      return Disposition.REPEATED;
    }
    return EventVerifier.recorded(before, state.stages(before.uid()), removal)
        .map(recorded -> complete(state, before, recorded))
        .orElse(Disposition.STALE);
  }

  /**
   * Marks the cluster as removed first, then deletes its other records: after a crash in between,
   * the next worker finds a removed cluster and deletes the rest.
   */
  private Disposition complete(ClusterState state, ClusterRecord before, Event<InfraRemoved> end) {
    ClusterRecord after = state.change(before, now -> nextRecord(now, end));
    generations.recorded(after.phase());
    if (after.isRemoved() && GenerationService.isCurrent(after, end)) {
      state.stages(after.uid()).deleteAll();
    } else if (GenerationService.isNewest(after, end)) {
      publishRestored(after, end);
    }
    return Disposition.ACCEPTED;
  }

  private ClusterRecord nextRecord(ClusterRecord now, Event<InfraRemoved> end) {
    RemovalRequest order = end.data().order();
    if (!GenerationService.isCurrent(now, end) || !now.isRemoving(order)) {
      return now;
    }
    if (order.everything()) {
      return now.withEnd(Phase.REMOVED);
    }
    return order.isPrune() ? now.pruned() : restored(now, end);
  }

  /**
   * The specification before the failed generation is applied again; without one, the cluster is
   * held.
   */
  private ClusterRecord restored(ClusterRecord now, Event<InfraRemoved> end) {
    return Optional.ofNullable(now.previous())
        .filter(ClusterRecord.Previous::ready)
        .map(previous -> now.restoring(end.source(), end.id(), generations.newId()))
        .orElseGet(() -> now.withEnd(Phase.HELD));
  }

  private void publishRestored(ClusterRecord record, Event<InfraRemoved> end) {
    generations.publish(
        record, end, new ClusterAccepted(GenerationService.specification(record), false));
  }
}
