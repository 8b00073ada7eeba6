package io.clusterline.drill;

import io.clusterline.event.StageName;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import java.util.Optional;

/** The stages that a cluster is ready without: they may end later. */
final class Beside {

  private Beside() {}

  /** Whether it is in that phase; if that is READY, with what is built beside it. */
  static boolean isWhole(ClusterState state, Phase phase) {
    Optional<ClusterRecord> now = state.read().filter(record -> record.phase() == phase);
    return now.isPresent() && (phase != Phase.READY || isComplete(state, now.get()));
  }

  private static boolean isComplete(ClusterState state, ClusterRecord cluster) {
    return StageName.build().stream()
        .filter(StageName::isBeside)
        .allMatch(stage ->
            state
                .stages(cluster.uid())
                .read(stage, cluster.generation())
                .filter(record -> record.status() == StageRecord.Status.COMPLETE)
                .isPresent());
  }
}
