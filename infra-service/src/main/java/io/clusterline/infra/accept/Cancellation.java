package io.clusterline.infra.accept;

import io.clusterline.event.BuildCancelled;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;

/** Stops the present build: it is held as it is, or what it made is taken away. */
final class Cancellation {

  private final GenerationService desk;

  Cancellation(GenerationService desk) {
    this.desk = desk;
  }

  Disposition accept(Event<CancellationRequested> request) {
    CancellationRequested data = request.data();
    ClusterState state = desk.state(data.location(), request.subject());
    ClusterRecord before = GenerationService.existing(state, request, data.uid());
    ClusterRecord after = state.change(before, now -> accept(now, request));
    if (GenerationService.isNewest(after, request) && after.exists()) {
      sayWhatFollows(after, request);
    }
    return GenerationService.isKnown(before, request) ? Disposition.REPEATED : Disposition.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<CancellationRequested> request) {
    if (GenerationService.isKnown(now, request)) {
      return now;
    }
    boolean cancellable =
        now.phase() == Phase.BUILDING
            || now.phase() == Phase.FAILED
            || now.phase() == Phase.HELD && request.data().rollback();
    if (!cancellable) {
      throw new ClusterlineException(
          ErrorCode.NOTHING_TO_CANCEL,
          "generation " + now.generation() + " of " + now.name() + " is " + now.phase());
    }
    CancellationRequested data = request.data();
    return data.rollback()
        ? now.removing(
            request.source(),
            request.id(),
            desk.newId(),
            Rollback.of(now, data.reason(), data.requestedBy()))
        : now.held(request.source(), request.id(), desk.newId());
  }

  private void sayWhatFollows(ClusterRecord record, Event<CancellationRequested> request) {
    CancellationRequested data = request.data();
    RemovalRequest order = record.order();
    long cancelled = order == null ? record.generation() - 1 : order.generation();
    desk.say(
        record,
        request,
        new BuildCancelled(cancelled, data.rollback(), data.reason(), data.requestedBy()));
    if (order != null) {
      desk.startRemoval(record, request, order);
    }
  }
}
