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
import java.util.Locale;

/** Stops the present build: the cluster is held as it is, or the build's resources are removed. */
final class Cancellation {

  private final GenerationService generations;

  Cancellation(GenerationService generations) {
    this.generations = generations;
  }

  Disposition accept(Event<CancellationRequested> request, Arrival arrival) {
    ClusterState state = generations.state(request.data().location(), request.subject());
    ClusterRecord before =
        arrival.read(state).orElseThrow(() -> GenerationService.unknownCluster(request));
    boolean known = GenerationService.isKnown(before, request);
    ClusterRecord after = state.change(before, now -> accept(now, request, arrival));
    if (after.isRemoved()) { // the rollback of a first build has ended
      generations.answerWithEnd(after, request);
      return Disposition.REPEATED;
    }
    GenerationService.refuseSuperseded(after, request);
    publish(after, request);
    return known ? Disposition.REPEATED : Disposition.ACCEPTED;
  }

  private ClusterRecord accept(
      ClusterRecord now, Event<CancellationRequested> request, Arrival arrival) {
    CancellationRequested data = request.data();
    if (GenerationService.isKnown(now, request)) {
      return now;
    }
    if (now.isRemoved()) {
      throw GenerationService.unknownCluster(request);
    }
    GenerationService.refuseOtherUid(now, data.uid());
    GenerationService.refuseOtherGeneration(now, data.ifGeneration());
    arrival.checkUnmoved(now);
    refuseUnlessCancellable(now, data.rollback());
    return data.rollback()
        ? now.removing(
            request.source(),
            request.id(),
            generations.newId(),
            Rollback.of(now, data.reason(), data.requestedBy()))
        : now.withHold(request.source(), request.id(), generations.newId());
  }

  /** The cluster keeps its phase: a late request changes nothing. */
  private static void refuseUnlessCancellable(ClusterRecord now, boolean rollback) {
    boolean cancellable =
        now.phase() == Phase.BUILDING
            || now.phase() == Phase.FAILED
            || now.phase() == Phase.HELD && rollback;
    if (!cancellable) {
      throw new ClusterlineException(
          ErrorCode.NOTHING_TO_CANCEL,
          "nothing to cancel: "
              + now.name()
              + " is "
              + now.phase().name().toLowerCase(Locale.ROOT));
    }
  }

  private void publish(ClusterRecord record, Event<CancellationRequested> request) {
    CancellationRequested data = request.data();
    RemovalRequest order = record.order();
    long cancelled = order == null ? record.generation() - 1 : order.generation();
    generations.publish(
        record,
        request,
        new BuildCancelled(cancelled, data.rollback(), data.reason(), data.requestedBy()));
    if (order != null) {
      generations.startRemoval(record, request, order);
    }
  }
}
