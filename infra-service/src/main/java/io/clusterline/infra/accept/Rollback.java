package io.clusterline.infra.accept;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.execution.EventVerifier;
import io.clusterline.spec.OnFailure;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the final failure of a build: holds the cluster as it is, or, where the specification
 * asks for it, removes what the failed generation created. Only a failure that the stage has
 * recorded counts.
 */
final class Rollback {

  private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

  private final GenerationService generations;

  Rollback(GenerationService generations) {
    this.generations = generations;
  }

  /** Undoes the newest build; resources of the one before stay. */
  static RemovalRequest of(ClusterRecord record, String reason, String requestedBy) {
    ClusterRecord.Previous previous = record.previous();
    long baseline = previous == null ? 0 : previous.generation();
    return new RemovalRequest(Mode.ROLLBACK, built(record), baseline, reason, requestedBy);
  }

  /** A hold is a generation too, and has created nothing: the build is the one that it stopped. */
  private static long built(ClusterRecord record) {
    return record.phase() == Phase.HELD ? record.generation() - 1 : record.generation();
  }

  Disposition accept(Event<StageFailed> failed) {
    ClusterLocation location = failed.data().location();
    StageName stage = failed.data().stage();
    if (location == null || stage.isRemoval() || stage.isBeside()) {
      return Disposition.STALE; // it is replayed, not undone: the cluster stands without it
    }
    ClusterState state = generations.state(location, failed.subject());
    ClusterRecord before = state.read().orElse(null);
    if (before != null && GenerationService.isNewest(before, failed)) {
      generations.startRemoval(before, failed, Objects.requireNonNull(before.order()));
      return Disposition.REPEATED;
    }
    if (before == null || !GenerationService.isCurrent(before, failed)) {
      return Disposition.STALE;
    }
    return isRecorded(before, state.stages(before.uid()), failed)
        ? failed(state, before, failed)
        : Disposition.STALE;
  }

  /**
   * A stage also publishes that it could not read its trigger; that is not recorded, and changes
   * nothing here. A failure that contradicts the recorded one is forged.
   */
  private static boolean isRecorded(
      ClusterRecord cluster, StageStore stages, Event<StageFailed> failed) {
    boolean ended =
        stages
            .read(failed.data().stage(), cluster.generation())
            .filter(record ->
                record.status() == StageRecord.Status.FAILING
                    || record.status() == StageRecord.Status.FAILED)
            .isPresent();
    if (!ended) {
      LOG.warn(
          "{} of {} has recorded no failure: {} changes nothing",
          failed.data().stage(),
          failed.subject(),
          failed.id());
    }
    return ended && EventVerifier.recorded(cluster, stages, failed).isPresent();
  }

  private Disposition failed(ClusterState state, ClusterRecord before, Event<StageFailed> failed) {
    ClusterRecord after = state.change(before, now -> accept(now, failed));
    if (GenerationService.isNewest(after, failed)) {
      generations.startRemoval(after, failed, Objects.requireNonNull(after.order()));
    }
    return Disposition.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<StageFailed> failed) {
    boolean open = now.phase() == Phase.BUILDING || now.phase() == Phase.FAILED;
    if (!GenerationService.isCurrent(now, failed) || !open) {
      return now;
    }
    if (!isWanted(now)) {
      return now.withEnd(Phase.FAILED);
    }
    String reason = failed.data().stage() + " failed: " + failed.data().code();
    return now.removing(
        failed.source(), failed.id(), generations.newId(), of(now, reason, "spec.onFailure"));
  }

  /** A failed restoration of the previous specification is not rolled back again. */
  private static boolean isWanted(ClusterRecord now) {
    return GenerationService.specification(now).spec().onFailure() == OnFailure.ROLLBACK
        && !now.isUnchanged();
  }
}
