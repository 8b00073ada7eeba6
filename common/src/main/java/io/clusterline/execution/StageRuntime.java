package io.clusterline.execution;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.SpanSink;
import io.clusterline.telemetry.TraceIds;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Shared by the stages of one service: publishes events in its name and opens the state store. */
public final class StageRuntime {

  private final EventPublisher publisher;
  private final StateStore store;
  private final Clock clock;
  private final FailPoints failPoints;
  private final SpanSink spans;

  public StageRuntime(EventPublisher publisher, StateStore store, Clock clock) {
    this(publisher, store, clock, FailPoints.NONE, SpanSink.NONE);
  }

  /**
   * @param failPoints where a drill ends the process
   * @param spans takes the calls of the steps
   */
  public StageRuntime(
      EventPublisher publisher,
      StateStore store,
      Clock clock,
      FailPoints failPoints,
      SpanSink spans) {
    this.publisher = publisher;
    this.store = store;
    this.clock = clock;
    this.failPoints = failPoints;
    this.spans = spans;
  }

  /** A point between two actions that belong together. */
  public void onReached(FailPoint point, StageName stage, Address at) {
    failPoints.onReached(point, stage, at);
  }

  public EventPublisher publisher() {
    return publisher;
  }

  SpanSink spans() {
    return spans;
  }

  public StateStore store() {
    return store;
  }

  public Clock clock() {
    return clock;
  }

  public ClusterState state(ClusterLocation location, String cluster) {
    return new ClusterState(store.documents(location), cluster);
  }

  /** An event of that build, under its trace's root; published again it has the same id. */
  public <T extends ClusterEvent> Event<T> event(
      StageName stage,
      ClusterRef cluster,
      @Nullable String causationId,
      T data,
      Object... distinction) {
    String id =
        Ids.derived(
            cluster.uid(),
            cluster.generation(),
            stage,
            data.getClass().getSimpleName(),
            java.util.Arrays.toString(distinction));
    return envelope(id, stage, cluster, causationId, data);
  }

  /** An event that is published once: progress. */
  <T extends ClusterEvent> Event<T> progress(
      StageName stage, ClusterRef cluster, @Nullable String causationId, T data) {
    return envelope(Ids.timeOrdered(clock), stage, cluster, causationId, data);
  }

  private <T extends ClusterEvent> Event<T> envelope(
      String id, StageName stage, ClusterRef cluster, @Nullable String causationId, T data) {
    return new Event<>(
        id,
        "/clusterline/" + stage.service(),
        cluster.name(),
        clock.instant(),
        cluster.uid(),
        cluster.generation(),
        cluster.buildId(),
        causationId,
        TraceIds.ofBuild(cluster.buildId()).root().toString(),
        data);
  }
}
