package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.Delivery;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.Transition;
import io.clusterline.telemetry.TraceIds;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a trigger is read and verified, and how it becomes a stage's record. */
final class TriggerHandler<E extends StageTrigger> {

  private final StageExecutor<E> executor;
  private final StageRuntime runtime;

  TriggerHandler(StageExecutor<E> executor, StageRuntime runtime) {
    this.executor = executor;
    this.runtime = runtime;
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#MALFORMED_EVENT} when it is no trigger of this
   *     stage
   */
  Event<E> decode(Delivery delivery) {
    Event<?> event = delivery.event();
    if (!executor.trigger().isInstance(event.data())) {
      throw malformed(stage() + " does not start from a " + event.type().cloudEventsType());
    }
    if (event.clusterUid() == null || event.generation() == null || event.correlationId() == null) {
      throw malformed(
          "clusteruid, generation or correlationid is missing: the accept stage assigns them");
    }
    if (!event.subject().equals(((StageTrigger) event.data()).cluster().name())) {
      throw malformed("subject is not the specification's metadata.name");
    }
    @SuppressWarnings("unchecked") // the class of its data was just checked
    Event<E> typed = (Event<E>) event;
    return typed;
  }

  private static ClusterlineException malformed(String message) {
    return new ClusterlineException(ErrorCode.MALFORMED_EVENT, message);
  }

  /**
   * The event as its publisher recorded it; empty when it is late.
   *
   * @throws ClusterlineException when there is no such cluster or never was such a generation, or
   *     {@link ErrorCode#FORGED_EVENT}
   */
  Optional<Event<E>> verified(ClusterState state, Event<E> event) {
    ClusterRecord cluster =
        state
            .read()
            .orElseThrow(() ->
                new ClusterlineException(
                    ErrorCode.UNKNOWN_CLUSTER, "no cluster is called " + event.subject()));
    if (!isCurrent(cluster, event)) {
      return Optional.empty();
    }
    return EventVerifier.recorded(cluster, state.stages(cluster.uid()), event);
  }

  private static boolean isCurrent(ClusterRecord cluster, Event<?> event) {
    long generation = Objects.requireNonNull(event.generation());
    if (generation > cluster.generation()) {
      throw new ClusterlineException(
          ErrorCode.GENERATION_NEVER_ASSIGNED,
          "generation is %d, but %s is at generation %d"
              .formatted(generation, cluster.name(), cluster.generation()));
    }
    if (generation < cluster.generation() || !cluster.exists()) {
      return false;
    }
    if (!cluster.uid().equals(event.clusterUid())) {
      throw new ClusterlineException(
          ErrorCode.UNKNOWN_CLUSTER,
          "clusteruid is %s, but generation %d of %s belongs to %s"
              .formatted(event.clusterUid(), generation, cluster.name(), cluster.uid()));
    }
    return true;
  }

  /**
   * Returns the stage's record after that trigger: new, replayed from its dead letter, or unchanged
   * for a copy. The later stages are reset before: after a crash in between, the replay is handled
   * again as a whole.
   */
  StageRecord accept(StageStore stages, Event<E> event, Optional<Replay> replay) {
    long generation = Objects.requireNonNull(event.generation());
    replay.ifPresent(one -> resetLaterStages(stages, event, one));
    String body = CloudEventCodec.text(event);
    StageRecord taken = StageRecord.ofTrigger(stage(), generation, body);
    return stages.change(
        taken,
        before -> {
          if (before.generation() < generation) {
            return taken;
          }
          if (before.generation() > generation) {
            return before;
          }
          return before.isReset() ? before.retaken(body) : rerun(before, replay);
        });
  }

  private static StageRecord rerun(StageRecord before, Optional<Replay> replay) {
    if (replay.isPresent() && isReplayable(before, replay.get())) {
      return before.on(new Transition.Replay(replay.get().deadLetterId()), before.attemptId());
    }
    return before.isTerminal() ? before : before.on(new Transition.Retick(), before.attemptId());
  }

  private static boolean isReplayable(StageRecord record, Replay replay) {
    return record.status() == Status.FAILED && replay.deadLetterId().equals(record.deadLetterId());
  }

  private void resetLaterStages(StageStore stages, Event<E> event, Replay replay) {
    long generation = Objects.requireNonNull(event.generation());
    Optional<StageRecord> failed =
        stages.read(stage(), generation).filter(record -> isReplayable(record, replay));
    if (failed.isEmpty()) {
      return;
    }
    List<StageName> reset =
        new DownstreamReset(stages).reset(stage(), generation, replay.deadLetterId());
    StageReplayed audit =
        new StageReplayed(
            stage(),
            ClusterLocation.of(event.data().cluster().spec().aws()),
            replay.deadLetterId(),
            failed.get().replays() + 1,
            reset,
            replay.reason(),
            replay.requestedBy());
    runtime
        .publisher()
        .publish(
            runtime
                .event(stage(), ref(event), event.id(), audit, replay.deadLetterId())
                .within(TraceIds.ofReplay(ref(event).buildId(), replay.deadLetterId()).root()));
  }

  /** Whose build or removal an event is part of. */
  static ClusterRef ref(Event<?> event) {
    return new ClusterRef(
        event.subject(),
        Objects.requireNonNull(event.clusterUid()),
        Objects.requireNonNull(event.generation()),
        Objects.requireNonNull(event.correlationId()));
  }

  private StageName stage() {
    return executor.stage();
  }
}
