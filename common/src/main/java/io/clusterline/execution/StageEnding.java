package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How the end of an attempt is written down and said. The event is in the record before it is
 * published, so that whoever resumes in between says the same event again and not another one.
 */
final class StageEnding<E extends StageTrigger> {

  private final StageName stage;
  private final StageRuntime line;
  private final ClusterState state;
  private final ClusterRef cluster;
  private final Event<E> trigger;
  private final StageQueue queue;

  StageEnding(
      StageName stage,
      StageRuntime line,
      ClusterState state,
      ClusterRef cluster,
      Event<E> trigger,
      StageQueue queue) {
    this.stage = stage;
    this.line = line;
    this.state = state;
    this.cluster = cluster;
    this.trigger = trigger;
    this.queue = queue;
  }

  /** Changes the record while it is this generation's, and returns it as it is then. */
  StageRecord change(UnaryOperator<StageRecord> change) {
    return state
        .updateStage(
            stage,
            before -> before.generation() == cluster.generation() ? change.apply(before) : before)
        .orElseGet(() -> StageRecord.taken(stage, 0, "")); // it was forgotten
  }

  /** All is done: {@code complete}, or {@code superseded} by a newer generation just now. */
  String succeeded(ClusterEvent result) {
    Event<?> event = line.event(stage, cluster, trigger.id(), result);
    StageRecord record = change(before -> before.publishing(CloudEventCodec.text(event)));
    if (record.generation() != cluster.generation()) {
      return "superseded";
    }
    publishResult(record);
    return "complete";
  }

  void publishResult(StageRecord record) {
    line.publisher().publish(CloudEventCodec.decode(Objects.requireNonNull(record.result())));
    line.reached(FailPoint.PUBLISHED, stage, new Address("stage", stage.toString()));
    change(StageRecord::complete);
  }

  /** Another attempt comes later. */
  String retried(FailedAttempt failed) {
    change(before -> before.waiting(failed.summary()));
    return "retried";
  }

  /** The trigger rests in the dead-letter queue, and an event says why. */
  String failed(FailedAttempt failed) {
    StageRecord record = failed.record();
    byte[] body = record.trigger().getBytes(StandardCharsets.UTF_8);
    String letter = queue.deadLetter(body, failed.cause(), record.attempt(), record.replays());
    ClusterLocation place = ClusterLocation.of(trigger.data().cluster().spec().aws());
    StageFailed said = failed.said(place, letter);
    Event<?> event = line.event(stage, cluster, trigger.id(), said, record.replays());
    line.publisher().publish(event);
    change(before -> before.failed(CloudEventCodec.text(event), letter));
    return "failed";
  }
}
