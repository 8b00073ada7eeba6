package io.clusterline.infra.accept;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
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

  private final GenerationService desk;

  Rollback(GenerationService desk) {
    this.desk = desk;
  }

  /** Undoes the newest build; what the one before it made stays. */
  static RemovalRequest of(ClusterRecord record, String reason, String requestedBy) {
    ClusterRecord.Previous previous = record.previous();
    long baseline = previous == null ? 0 : previous.generation();
    return new RemovalRequest(Mode.ROLLBACK, built(record), baseline, reason, requestedBy);
  }

  /** A halt is a generation too, and has made nothing: the build is the one that it stopped. */
  private static long built(ClusterRecord record) {
    return record.phase() == Phase.HELD ? record.generation() - 1 : record.generation();
  }

  Disposition accept(Event<StageFailed> failed) {
    ClusterLocation place = failed.data().location();
    StageName stage = failed.data().stage();
    if (place == null || stage.isRemoval()) {
      return Disposition.STALE; // a refused request; or a removal, which is replayed and not undone
    }
    ClusterState state = desk.state(place, failed.subject());
    ClusterRecord before = state.read().orElse(null);
    if (before == null
        || !GenerationService.isCurrent(before, failed)
            && !GenerationService.isNewest(before, failed)) {
      return Disposition.STALE;
    }
    ClusterRecord after = state.change(before, now -> accept(now, failed));
    if (GenerationService.isNewest(after, failed)) {
      desk.startRemoval(after, failed, Objects.requireNonNull(after.order()));
    }
    return Disposition.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<StageFailed> failed) {
    boolean open = now.phase() == Phase.BUILDING || now.phase() == Phase.FAILED;
    if (!GenerationService.isCurrent(now, failed) || !open) {
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
    return GenerationService.specification(now).spec().onFailure() == OnFailure.ROLLBACK
        && !nowhereToGo;
  }
}
