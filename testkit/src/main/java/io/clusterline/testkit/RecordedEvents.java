package io.clusterline.testkit;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Records events as the stage that publishes them would have: a consumer acts on what is recorded
 * and refuses everything else.
 */
public final class RecordedEvents {

  private RecordedEvents() {}

  /** The trigger, its cluster and its generation are in the state store afterwards. */
  public static void record(ClusterState state, Event<? extends StageTrigger> event) {
    long generation = Objects.requireNonNull(event.generation());
    state.change(
        ClusterRecord.initial(event.subject(), Objects.requireNonNull(event.clusterUid())),
        before -> before.generation() > generation ? before : cluster(before, event));
    boolean byAccept =
        event.data() instanceof ClusterAccepted || event.data() instanceof RemovalAccepted;
    if (!byAccept) {
      recordResult(state.stages(Objects.requireNonNull(event.clusterUid())), event);
    }
  }

  /**
   * The record of the stage that publishes this event holds it afterwards, unless that stage is at
   * a newer generation: an event that is handled late does not undo what came after it.
   */
  public static void recordResult(StageStore stages, Event<?> event) {
    StageRecord record = stage(event);
    var unused =
        stages.change(
            record, before -> before.generation() > record.generation() ? before : record);
  }

  private static ClusterRecord cluster(ClusterRecord before, Event<? extends StageTrigger> event) {
    Cluster specification = event.data().cluster();
    RemovalRequest order = event.data() instanceof RemovalTrigger removal ? removal.order() : null;
    Phase phase = order == null ? Phase.BUILDING : order.isPrune() ? Phase.READY : Phase.REMOVING;
    JsonNode json = SpecificationWriter.toTree(specification);
    return new ClusterRecord(
        before.name(),
        Objects.requireNonNull(event.clusterUid()),
        Objects.requireNonNull(event.generation()),
        json,
        Objects.requireNonNull(event.correlationId()),
        phase,
        order,
        before.previous(),
        before.changed(),
        before.approvals(),
        before.requests(),
        before.rotation());
  }

  private static StageRecord stage(Event<?> event) {
    StageName publisher = StageName.publisherOf(event.data().getClass()).orElseThrow();
    String text = CloudEventCodec.text(event);
    boolean onTheWay = StageName.endedBy(event.data()).isEmpty();
    return new StageRecord(
        publisher,
        Objects.requireNonNull(event.generation()),
        onTheWay ? Status.RUNNING : Status.COMPLETE,
        1,
        text,
        onTheWay ? null : text,
        onTheWay ? Map.of(event.type().cloudEventsType(), text) : Map.of(),
        "tick",
        List.of(),
        null,
        null,
        0,
        null);
  }
}
