package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.TraceParent;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.AttemptId;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.Transition;
import io.clusterline.telemetry.StageMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Records and publishes the begin and the end of an attempt. The event is in the record before it
 * is published, so that a resumption in between publishes the same event again. A record that has
 * moved on without this attempt refuses it; then nothing is published.
 */
final class AttemptEnding<E extends StageTrigger> {

  /** The end of an attempt that the record did not accept. */
  private static final String SUPERSEDED = "superseded";

  /** The end of an attempt that another one follows. */
  private static final String RETRY = "retry";

  private final StageRuntime runtime;
  private final Assignment<E> assignment;
  private final Event<E> trigger;
  private final StageMetrics metrics;

  AttemptEnding(
      StageRuntime runtime, Assignment<E> assignment, Event<E> trigger, StageMetrics metrics) {
    this.metrics = metrics;
    this.runtime = runtime;
    this.assignment = assignment;
    this.trigger = trigger;
  }

  /** Counts the attempt before any work; empty when the record has moved on. */
  Optional<StageRecord> countAttempt() {
    return move(assignment.record().attemptId(), new Transition.Begin());
  }

  /** All is done. */
  String succeeded(AttemptId attempt, ClusterEvent result) {
    Event<?> event = event(attempt, result);
    return move(attempt, new Transition.Finish(CloudEventCodec.text(event)))
        .map(this::publishResult)
        .orElse(SUPERSEDED);
  }

  /**
   * Publishes the recorded result; a result that the broker can never accept is a failure of the
   * stage.
   */
  String publishResult(StageRecord record) {
    try {
      publish(record);
    } catch (ClusterlineException e) {
      if (e.code().retryable()) {
        throw e;
      }
      return failed(new FailedAttempt(record, Map.of(stageAddress(), e)));
    }
    runtime.onReached(FailPoint.PUBLISHED, stage(), stageAddress());
    return move(record.attemptId(), new Transition.Published()).isPresent()
        ? "complete"
        : SUPERSEDED;
  }

  /** Another attempt follows. */
  String retried(FailedAttempt failed, int attempts) {
    StageRecord record = failed.record();
    Instant due = runtime.clock().instant().plus(longestDelay(record));
    if (move(record.attemptId(), new Transition.Retry(failed.summary(), due)).isEmpty()) {
      return SUPERSEDED;
    }
    runtime
        .publisher()
        .publishProgress(
            runtime
                .progress(stage(), cluster(), trigger.id(), waiting(failed, record, attempts, due))
                .within(spanOf(record.attemptId())));
    return RETRY;
  }

  private StageWaiting waiting(
      FailedAttempt failed, StageRecord record, int attempts, Instant due) {
    return new StageWaiting(
        stage(),
        record.attempt(),
        attempts,
        failed.cause().code().name(),
        String.valueOf(failed.cause().getMessage()),
        due);
  }

  /** The present tick may be on the shortest delay already, before the longer one begins. */
  private static Duration longestDelay(StageRecord record) {
    RetryDelay[] delays = RetryDelay.values();
    int highest = Math.min(record.errors().size() + 1, delays.length) - 1;
    return delays[highest].delay().plus(RetryDelay.FIVE_SECONDS.delay());
  }

  /**
   * The failure is recorded, then the trigger is dead-lettered and the failure published, unless
   * its cause is gone.
   */
  String failed(FailedAttempt failed) {
    StageRecord record = failed.record();
    String deadLetterId = StageQueue.deadLetterId(stage(), body(record), record.replays());
    ClusterLocation location = ClusterLocation.of(trigger.data().cluster().spec().aws());
    Event<?> event =
        event(record.attemptId(), failed.toEvent(location, deadLetterId), record.replays());
    return move(record.attemptId(), new Transition.Fail(CloudEventCodec.text(event), deadLetterId))
        .map(this::publishFailure)
        .orElse(SUPERSEDED);
  }

  /**
   * Dead-letters the trigger and publishes the recorded failure, unless its cause no longer exists.
   */
  String publishFailure(StageRecord record) {
    if (isCauseGone(record)) {
      var unused = move(record.attemptId(), new Transition.Recover());
      return RETRY;
    }
    assignment
        .queue()
        .deadLetter(
            body(record),
            FailedAttempt.recorded(record),
            record.attempt(),
            Objects.requireNonNull(record.deadLetterId()));
    metrics.deadLettered(stage(), FailedAttempt.recorded(record).code());
    publish(record);
    runtime.onReached(FailPoint.PUBLISHED, stage(), stageAddress());
    return move(record.attemptId(), new Transition.DeadLettered()).isPresent()
        ? "failed"
        : SUPERSEDED;
  }

  /**
   * The stage that this one failed for may have been replayed meanwhile. A replay writes its own
   * record and then resets failing stages; this writes its own record and then reads the other: one
   * of the two sees the other.
   */
  private boolean isCauseGone(StageRecord record) {
    return FailedAttempt.recorded(record).code() == ErrorCode.PREVIOUS_STAGE_FAILED
        && !hasFailedBefore();
  }

  private boolean hasFailedBefore() {
    return Arrays.stream(StageName.values())
        .filter(other -> other.later().contains(stage()))
        .flatMap(other -> assignment.stages().read(other, cluster().generation()).stream())
        .anyMatch(other -> other.status() == Status.FAILED || other.status() == Status.FAILING);
  }

  private void publish(StageRecord record) {
    runtime.publisher().publish(CloudEventCodec.decode(Objects.requireNonNull(record.result())));
  }

  private Event<?> event(AttemptId attempt, ClusterEvent data, Object... distinction) {
    return runtime
        .event(stage(), cluster(), trigger.id(), data, distinction)
        .within(spanOf(attempt));
  }

  private TraceParent spanOf(AttemptId attempt) {
    return AttemptTrace.of(trigger, assignment.record(), attempt.number()).span();
  }

  private Optional<StageRecord> move(AttemptId attempt, Transition transition) {
    return assignment.stages().move(stage(), attempt, transition);
  }

  private static byte[] body(StageRecord record) {
    return record.trigger().getBytes(StandardCharsets.UTF_8);
  }

  private StageName stage() {
    return assignment.stage();
  }

  private ClusterRef cluster() {
    return assignment.cluster();
  }

  Address stageAddress() {
    return new Address("stage", stage().toString());
  }
}
