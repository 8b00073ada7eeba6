package io.clusterline.infra.accept;

import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import java.util.Objects;

/**
 * Turns a deletion request into the cluster's next generation. A repeated request restarts it with
 * what is left; a build that is under way stops, because it is no longer the newest generation. The
 * deletion of a removed cluster succeeds: its end is published again.
 */
final class Deletion {

  private final GenerationService generations;

  Deletion(GenerationService generations) {
    this.generations = generations;
  }

  Disposition accept(Event<ClusterDeletionRequested> request, Arrival arrival) {
    ClusterDeletionRequested data = request.data();
    ClusterState state = generations.state(data.location(), request.subject());
    ClusterRecord before =
        arrival.read(state).orElseThrow(() -> GenerationService.unknownCluster(request));
    boolean known = GenerationService.isKnown(before, request);
    ClusterRecord after = state.change(before, now -> accept(now, request, arrival));
    if (after.isRemoved()) {
      generations.answerWithEnd(after, request);
      return Disposition.REPEATED;
    }
    GenerationService.refuseSuperseded(after, request);
    generations.startRemoval(after, request, Objects.requireNonNull(after.order()));
    return known ? Disposition.REPEATED : Disposition.ACCEPTED;
  }

  private ClusterRecord accept(
      ClusterRecord now, Event<ClusterDeletionRequested> request, Arrival arrival) {
    ClusterDeletionRequested data = request.data();
    if (GenerationService.isKnown(now, request)) {
      return now;
    }
    GenerationService.refuseOtherUid(now, data.uid());
    if (now.isRemoved()) {
      return now;
    }
    GenerationService.refuseOtherGeneration(now, data.ifGeneration());
    arrival.checkUnmoved(now);
    if (GenerationService.specification(now).spec().deletionProtection()) {
      throw new ClusterlineException(
          ErrorCode.DELETION_PROTECTED, "spec.deletionProtection of " + now.name() + " is true");
    }
    RemovalRequest order =
        new RemovalRequest(Mode.DELETE, now.generation() + 1, 0, data.reason(), data.requestedBy());
    return now.removing(request.source(), request.id(), generations.newId(), order);
  }
}
