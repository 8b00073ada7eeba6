package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;

/**
 * A stage to work on.
 *
 * @param executor of its work
 * @param tick that keeps it going
 * @param state of its cluster
 * @param stages of its cluster
 * @param record of the stage, as it was found
 * @param queue of the stage
 */
record Assignment<E extends StageTrigger>(
    StageExecutor<E> executor,
    Tick tick,
    ClusterState state,
    StageStore stages,
    StageRecord record,
    StageQueue queue) {

  StageName stage() {
    return executor.stage();
  }

  StageKey key() {
    return tick.key();
  }

  ClusterRef cluster() {
    return tick.cluster();
  }

  /** The event that the stage starts from, as the stage before recorded it. */
  @SuppressWarnings("unchecked") // only an event of that class is ever taken into the record
  Event<E> trigger() {
    return (Event<E>) CloudEventCodec.decode(record.trigger());
  }

  /** Whether it is still requested, and the record is unchanged since it was found. */
  boolean isAsItWas() {
    boolean wanted = state.read().filter(now -> now.generation() == tick.generation()).isPresent();
    return wanted
        && stages
            .read(stage(), tick.generation())
            .filter(now -> now.status() == record.status())
            .filter(now -> now.attemptId().equals(record.attemptId()))
            .isPresent();
  }
}
