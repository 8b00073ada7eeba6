package io.clusterline.execution;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a trigger is read, and how it becomes a stage's record. */
final class Triggers<E extends StageTrigger> {

  private final Job<E> job;
  private final StageRuntime line;
  private final StageQueue queue;

  Triggers(Job<E> job, StageRuntime line, StageQueue queue) {
    this.job = job;
    this.line = line;
    this.queue = queue;
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#MALFORMED_EVENT} when it is no trigger of this
   *     stage
   */
  Event<E> decode(Delivery delivery) {
    Event<?> event = delivery.event();
    if (!job.trigger().isInstance(event.data())) {
      throw new ClusterlineException(
          ErrorCode.MALFORMED_EVENT,
          job.stage() + " does not start from a " + event.type().cloudEventsType());
    }
    if (event.clusterUid() == null || event.generation() == null || event.correlationId() == null) {
      throw new ClusterlineException(
          ErrorCode.MALFORMED_EVENT,
          "clusteruid, generation or correlationid is missing: they are assigned by the accept stage");
    }
    @SuppressWarnings("unchecked") // the class of its data was just looked at
    Event<E> typed = (Event<E>) event;
    return typed;
  }

  /**
   * The stage's record after that trigger: taken anew, begun again from its dead letter, or as it
   * was when it is a copy.
   */
  StageRecord take(ClusterState state, Event<E> event, String body, Optional<Replay> replay) {
    replay.ifPresent(one -> prepare(state, event, one));
    long generation = Objects.requireNonNull(event.generation());
    StageRecord taken = StageRecord.taken(job.stage(), generation, body);
    return state.changeStage(
        taken,
        before -> {
          if (before.generation() < generation || before.status() == Status.RESET) {
            return taken;
          }
          if (replay.isPresent() && rests(before, generation, replay.get())) {
            return before.replayed();
          }
          return before.isTerminal() ? before : before.ticking();
        });
  }

  private static boolean rests(StageRecord record, long generation, Replay replay) {
    return record.generation() == generation
        && record.status() == Status.FAILED
        && replay.deadLetterId().equals(record.deadLetterId());
  }

  /** The later stages first: should we die here, the replay is taken again as a whole. */
  private void prepare(ClusterState state, Event<E> event, Replay replay) {
    long generation = Objects.requireNonNull(event.generation());
    Optional<StageRecord> failed =
        state.stage(job.stage()).filter(record -> rests(record, generation, replay));
    if (failed.isEmpty()) {
      return;
    }
    ClusterLocation location = ClusterLocation.of(event.data().cluster().spec().aws());
    var later =
        new DownstreamReset(
            state,
            record ->
                queue.now(record.stage(), Tick.of(event.subject(), location, record).encode()));
    List<StageName> reset = later.reset(job.stage(), generation);
    StageReplayed audit =
        new StageReplayed(
            job.stage(),
            replay.deadLetterId(),
            failed.get().replays() + 1,
            reset,
            replay.reason(),
            replay.requestedBy());
    line.publisher()
        .publish(line.event(job.stage(), cluster(event), event.id(), audit, replay.deadLetterId()));
  }

  private static ClusterRef cluster(Event<?> event) {
    return new ClusterRef(
        event.subject(),
        Objects.requireNonNull(event.clusterUid()),
        Objects.requireNonNull(event.generation()),
        Objects.requireNonNull(event.correlationId()));
  }
}
