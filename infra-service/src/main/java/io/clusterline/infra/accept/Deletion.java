package io.clusterline.infra.accept;

import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalOrder;
import io.clusterline.event.RemovalOrder.Mode;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import java.util.Objects;

/**
 * Turns the wish that a cluster be gone into its next generation. Asked for again while it goes on,
 * it begins again with what is left; a build that is under way stops, because it is no longer the
 * newest.
 */
final class Deletion {

  private final Desk desk;

  Deletion(Desk desk) {
    this.desk = desk;
  }

  Fate accept(Event<ClusterDeletionRequested> request) {
    ClusterDeletionRequested data = request.data();
    ClusterState state = desk.state(data.place(), request.subject());
    ClusterRecord before = Desk.existing(state, request, data.uid());
    ClusterRecord after = state.change(before, now -> accept(now, request));
    if (Desk.isNewest(after, request) && after.exists()) {
      desk.startRemoval(after, request, Objects.requireNonNull(after.order()));
    }
    return Desk.isKnown(before, request) ? Fate.REPEATED : Fate.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<ClusterDeletionRequested> request) {
    if (Desk.isKnown(now, request)) {
      return now;
    }
    if (Desk.specification(now).spec().deletionProtection()) {
      throw new StageException(
          ErrorCode.DELETION_PROTECTED, "spec.deletionProtection of " + now.name() + " is true");
    }
    RemovalOrder order =
        new RemovalOrder(
            Mode.DELETE,
            now.generation() + 1,
            0,
            request.data().reason(),
            request.data().requestedBy());
    return now.removing(request.source(), request.id(), desk.newId(), order);
  }
}
