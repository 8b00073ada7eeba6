package io.clusterline.infra.accept;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;

/** What follows when the last stage of a build, or of a removal, is done. */
final class Completion {

  private final GenerationService desk;

  Completion(GenerationService desk) {
    this.desk = desk;
  }

  /** The cluster stands: what has left its specification may go now. */
  Disposition built(Event<AddonsReady> ready) {
    ClusterState state = desk.state(ready.data().cluster());
    ClusterRecord before = state.read().orElse(null);
    if (before == null || !GenerationService.isCurrent(before, ready)) {
      return Disposition.STALE;
    }
    ClusterRecord after =
        state.change(
            before,
            now -> GenerationService.isCurrent(now, ready) ? now.reached(Phase.READY) : now);
    desk.noted(after.phase());
    if (after.changed() && GenerationService.isCurrent(after, ready)) {
      RemovalRequest order =
          new RemovalRequest(
              Mode.PRUNE, after.generation(), 0, "no longer in the specification", "clusterline");
      desk.startRemoval(after, ready, order);
    }
    return Disposition.ACCEPTED;
  }

  /** Nothing is left of what was to be taken away. */
  Disposition removed(Event<InfraRemoved> gone) {
    ClusterState state = desk.state(gone.data().cluster());
    ClusterRecord before = state.read().orElse(null);
    if (before == null
        || !GenerationService.isCurrent(before, gone)
            && !GenerationService.isNewest(before, gone)) {
      return Disposition.STALE;
    }
    RemovalRequest order = gone.data().order();
    if (order.everything()) {
      state.stages(before.uid()).deleteAll();
    }
    ClusterRecord after = state.change(before, now -> next(now, gone));
    desk.noted(after.phase());
    if (GenerationService.isNewest(after, gone)) {
      desk.say(after, gone, new ClusterAccepted(GenerationService.specification(after), false));
    }
    return Disposition.ACCEPTED;
  }

  private ClusterRecord next(ClusterRecord now, Event<InfraRemoved> gone) {
    if (!GenerationService.isCurrent(now, gone)) {
      return now;
    }
    RemovalRequest order = gone.data().order();
    if (order.everything()) {
      return now.reached(Phase.REMOVED);
    }
    return order.mode() == Mode.PRUNE ? now.pruned() : restored(now, gone);
  }

  /** What stood before the failed generation is applied again; what never stood is held. */
  private ClusterRecord restored(ClusterRecord now, Event<InfraRemoved> gone) {
    ClusterRecord.Previous previous = now.previous();
    return previous != null && previous.ready()
        ? now.restoring(gone.source(), gone.id(), desk.newId())
        : now.reached(Phase.HELD);
  }
}
