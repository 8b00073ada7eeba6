package io.clusterline.execution;

import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.TraceParent;
import io.clusterline.stage.Address;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.TraceIds;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The place of an attempt in its build's trace. */
record AttemptTrace(TraceIds ids, StageName stage, int attempt) {

  /**
   * @param trigger as its publisher recorded it
   */
  static AttemptTrace of(Event<?> trigger, StageRecord record, int attempt) {
    return new AttemptTrace(ids(trigger, record.replayOf()), record.stage(), attempt);
  }

  /** The accept stage's events are not compared with a record: their trace context is not used. */
  private static TraceIds ids(Event<?> trigger, @Nullable String replayOf) {
    String build = Objects.requireNonNull(trigger.correlationId());
    if (replayOf != null) {
      return TraceIds.ofReplay(build, replayOf);
    }
    boolean isOfAStage =
        StageName.publisherOf(trigger.data().getClass())
            .filter(publisher -> publisher != StageName.ACCEPT)
            .isPresent();
    return TraceParent.parse(trigger.traceparent())
        .filter(parent -> isOfAStage)
        .map(parent -> new TraceIds(parent.traceId()))
        .orElseGet(() -> TraceIds.ofBuild(build));
  }

  TraceParent span() {
    return ids.stage(stage, attempt);
  }

  TraceParent step(Address step) {
    return ids.step(stage, attempt, step.toString());
  }
}
