package io.clusterline.infra.accept;

import io.clusterline.event.Event;
import io.clusterline.event.Place;
import io.clusterline.event.RemovalOrder;
import io.clusterline.event.RemovalOrder.Mode;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.spec.OnFailure;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import java.util.Objects;

/**
 * What follows when a stage of a build has failed for good: the cluster is held as it is, or, where
 * the specification says so, what the failed generation made is taken away.
 */
final class Rollback {

  private final Desk desk;

  Rollback(Desk desk) {
    this.desk = desk;
  }

  /** Undoes the newest build; what the one before it made stays. */
  static RemovalOrder of(ClusterRecord record, String reason, String requestedBy) {
    ClusterRecord.Previous previous = record.previous();
    long baseline = previous == null ? 0 : previous.generation();
    return new RemovalOrder(Mode.ROLLBACK, built(record), baseline, reason, requestedBy);
  }

  /** A halt is a generation too, and has made nothing: the build is the one that it stopped. */
  private static long built(ClusterRecord record) {
    return record.phase() == Phase.HELD ? record.generation() - 1 : record.generation();
  }

  Fate accept(Event<StageFailed> failed) {
    Place place = failed.data().place();
    StageName stage = failed.data().stage();
    if (place == null || stage.isRemoval()) {
      return Fate.STALE; // a refused request; or a removal, which is replayed and not undone
    }
    ClusterState state = desk.state(place, failed.subject());
    ClusterRecord before = state.read().orElse(null);
    if (before == null || !Desk.isCurrent(before, failed) && !Desk.isNewest(before, failed)) {
      return Fate.STALE;
    }
    ClusterRecord after = state.change(before, now -> accept(now, failed));
    if (Desk.isNewest(after, failed)) {
      desk.startRemoval(after, failed, Objects.requireNonNull(after.order()));
    }
    return Fate.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<StageFailed> failed) {
    boolean open = now.phase() == Phase.BUILDING || now.phase() == Phase.FAILED;
    if (!Desk.isCurrent(now, failed) || !open) {
      return now; // it was replayed since, and the build has ended well
    }
    if (!isWanted(now)) {
      return now.reached(Phase.FAILED);
    }
    String reason = failed.data().stage() + " failed: " + failed.data().code();
    return now.removing(
        failed.source(), failed.id(), desk.newId(), of(now, reason, "spec.onFailure"));
  }

  /** What brings back the previous specification and fails is not undone for the same again. */
  private static boolean isWanted(ClusterRecord now) {
    ClusterRecord.Previous previous = now.previous();
    boolean nowhereToGo = previous != null && previous.specification().equals(now.specification());
    return Desk.specification(now).spec().onFailure() == OnFailure.ROLLBACK && !nowhereToGo;
  }
}
