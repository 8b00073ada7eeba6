package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.messaging.Topology;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The stages that come after one that is replayed. What has ended runs again: when its trigger
 * comes once more, or, where the trigger comes from a stage that is not replayed, at once.
 */
final class DownstreamReset {

  private final ClusterState state;
  private final Consumer<StageRecord> tick;

  /**
   * @param tick sends a tick to the stage of that record, whosever it is
   */
  DownstreamReset(ClusterState state, Consumer<StageRecord> tick) {
    this.state = state;
    this.tick = tick;
  }

  /**
   * @return those that will run again
   */
  List<StageName> reset(StageName replayed, long generation) {
    Set<StageName> runAgain = EnumSet.of(replayed);
    List<StageName> reset = new ArrayList<>();
    for (StageName stage : replayed.later()) {
      boolean triggered = runAgain.contains(Topology.triggeredBy(stage));
      if (reset(stage, generation, triggered)) {
        runAgain.add(stage);
        reset.add(stage);
      }
    }
    return reset;
  }

  private boolean reset(StageName stage, long generation, boolean triggered) {
    Optional<StageRecord> before =
        state.stage(stage).filter(record -> hasEnded(record, generation));
    if (before.isEmpty()) {
      return false; // what runs sees the replayed stage's results
    }
    state
        .updateStage(
            stage,
            now -> !hasEnded(now, generation) ? now : triggered ? now.reset() : now.replayed())
        .filter(after -> !after.isTerminal())
        .ifPresent(tick);
    return true;
  }

  private static boolean hasEnded(StageRecord record, long generation) {
    return record.generation() == generation && record.isTerminal();
  }
}
