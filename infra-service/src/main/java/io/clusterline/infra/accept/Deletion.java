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
 * Turns the wish that a cluster be gone into its next generation. Asked for again while it goes on,
 * it begins again with what is left; a build that is under way stops, because it is no longer the
 * newest.
 */
final class Deletion {

  private final GenerationService desk;

  Deletion(GenerationService desk) {
    this.desk = desk;
  }

  Disposition accept(Event<ClusterDeletionRequested> request) {
    ClusterDeletionRequested data = request.data();
    ClusterState state = desk.state(data.location(), request.subject());
    ClusterRecord before = GenerationService.existing(state, request, data.uid());
    ClusterRecord after = state.change(before, now -> accept(now, request));
    if (GenerationService.isNewest(after, request) && after.exists()) {
      desk.startRemoval(after, request, Objects.requireNonNull(after.order()));
    }
    return GenerationService.isKnown(before, request) ? Disposition.REPEATED : Disposition.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<ClusterDeletionRequested> request) {
    if (GenerationService.isKnown(now, request)) {
      return now;
    }
    if (GenerationService.specification(now).spec().deletionProtection()) {
      throw new ClusterlineException(
          ErrorCode.DELETION_PROTECTED, "spec.deletionProtection of " + now.name() + " is true");
    }
    RemovalRequest order =
        new RemovalRequest(
            Mode.DELETE,
            now.generation() + 1,
            0,
            request.data().reason(),
            request.data().requestedBy());
    return now.removing(request.source(), request.id(), desk.newId(), order);
  }
}
