package io.clusterline.infra.accept;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import java.util.Objects;

/** What all who decide on a cluster's next generation need. */
final class GenerationService {

  private final StageRuntime line;

  GenerationService(StageRuntime line) {
    this.line = line;
  }

  String newId() {
    return Ids.timeOrdered(line.clock());
  }

  ClusterState state(Cluster cluster) {
    return line.state(ClusterLocation.of(cluster.spec().aws()), cluster.name());
  }

  ClusterState state(ClusterLocation place, String cluster) {
    return line.state(place, cluster);
  }

  /**
   * The cluster that somebody means by name and uid. Of a request that was accepted before it is
   * not asked again: by now the cluster may be gone, at that very request.
   *
   * @throws ClusterlineException {@link ErrorCode#UNKNOWN_CLUSTER} when there is none
   */
  static ClusterRecord existing(ClusterState state, Event<?> request, String uid) {
    String name = request.subject();
    ClusterRecord record =
        state
            .read()
            .filter(found -> found.exists() || isKnown(found, request))
            .orElseThrow(() ->
                new ClusterlineException(
                    ErrorCode.UNKNOWN_CLUSTER, "there is no cluster '" + name + "' there"));
    if (!record.uid().equals(uid) && !isKnown(record, request)) {
      throw new ClusterlineException(
          ErrorCode.UNKNOWN_CLUSTER,
          "uid is '" + uid + "', but the cluster '" + name + "' has uid " + record.uid());
    }
    return record;
  }

  static boolean isKnown(ClusterRecord record, Event<?> request) {
    return record.generationOf(request.source(), request.id()).isPresent();
  }

  /** The crash between the record and the publish: then the same event is said again. */
  static boolean isNewest(ClusterRecord record, Event<?> request) {
    return record
        .generationOf(request.source(), request.id())
        .filter(generation -> generation == record.generation())
        .isPresent();
  }

  /** Whether an event speaks of the newest generation of the cluster that has the name now. */
  static boolean isCurrent(ClusterRecord record, Event<?> event) {
    return record.uid().equals(event.clusterUid())
        && Objects.equals(record.generation(), event.generation());
  }

  void say(ClusterRecord record, Event<?> because, ClusterEvent event, Object... distinction) {
    ClusterRef ref =
        new ClusterRef(record.name(), record.uid(), record.generation(), record.buildId());
    Address at = new Address("decision", event.getClass().getSimpleName());
    line.reached(FailPoint.RECORDED, StageName.ACCEPT, at);
    line.publisher().publish(line.event(StageName.ACCEPT, ref, because.id(), event, distinction));
    line.reached(FailPoint.PUBLISHED, StageName.ACCEPT, at);
  }

  /** The decision is written down, and nothing needs to be said of it. */
  void noted(Phase phase) {
    Address at = new Address("decision", phase.toString());
    line.reached(FailPoint.RECORDED, StageName.ACCEPT, at);
  }

  void startRemoval(ClusterRecord record, Event<?> because, RemovalRequest order) {
    say(record, because, new RemovalAccepted(specification(record), order), order.mode());
  }

  static Cluster specification(ClusterRecord record) {
    return SpecificationReader.of(Objects.requireNonNull(record.specification()));
  }
}
