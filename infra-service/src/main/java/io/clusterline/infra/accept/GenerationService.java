package io.clusterline.infra.accept;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.InvalidSpecificationException;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.AllowedLocations;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all decisions on a cluster's next generation: reads and changes its record, publishes
 * the result.
 */
final class GenerationService {

  /** The location in a request becomes part of a host name. */
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

  private final StageRuntime runtime;
  private final AllowedLocations allowed;

  GenerationService(StageRuntime runtime, AllowedLocations allowed) {
    this.runtime = runtime;
    this.allowed = allowed;
  }

  String newId() {
    return Ids.timeOrdered(runtime.clock());
  }

  ClusterState state(Cluster cluster) {
    ClusterLocation location = ClusterLocation.of(cluster.spec().aws());
    allowed.check(location, "spec.aws");
    return state(location, cluster.name());
  }

  /**
   * @throws io.clusterline.state.LocationNotAllowedException when the pipeline may not work there
   * @throws ClusterlineException {@link ErrorCode#MALFORMED_EVENT} when the region cannot be one
   */
  ClusterState state(ClusterLocation location, String cluster) {
    if (!REGION.matcher(location.region()).matches()) {
      throw new ClusterlineException(
          ErrorCode.MALFORMED_EVENT, "the region of the cluster's location is none of AWS");
    }
    allowed.check(location, "location");
    return runtime.state(location, cluster);
  }

  /** The failure of a request that names a cluster which does not exist. */
  static ClusterlineException unknownCluster(Event<?> request) {
    return new ClusterlineException(
        ErrorCode.UNKNOWN_CLUSTER,
        "there is no cluster '" + request.subject() + "' in that account and region");
  }

  /**
   * A name may have been given again.
   *
   * @throws ClusterlineException {@link ErrorCode#UNKNOWN_CLUSTER}
   */
  static void refuseOtherUid(ClusterRecord record, String uid) {
    if (!record.uid().equals(uid)) {
      throw new ClusterlineException(
          ErrorCode.UNKNOWN_CLUSTER,
          "uid is '%s', but the cluster '%s' has uid %s"
              .formatted(uid, record.name(), record.uid()));
    }
  }

  /**
   * @param expected null when the request does not care
   * @throws ClusterlineException {@link ErrorCode#GENERATION_CONFLICT}
   */
  static void refuseOtherGeneration(ClusterRecord now, @Nullable Long expected) {
    long present = now.exists() ? now.generation() : 0;
    if (expected != null && expected != present) {
      throw new ClusterlineException(
          ErrorCode.GENERATION_CONFLICT,
          "ifGeneration is " + expected + ", but " + now.name() + " is at generation " + present);
    }
  }

  /**
   * A repeated request after a newer one was accepted: it has no effect.
   *
   * @throws ClusterlineException {@link ErrorCode#STALE_GENERATION}
   */
  static void refuseSuperseded(ClusterRecord record, Event<?> request) {
    if (!isNewest(record, request)) {
      throw new ClusterlineException(
          ErrorCode.STALE_GENERATION,
          "this request was accepted before; generation %d of %s has superseded it"
              .formatted(record.generation(), record.name()));
    }
  }

  static boolean isKnown(ClusterRecord record, Event<?> request) {
    return record.generationOf(request.source(), request.id()).isPresent();
  }

  /** True also after a crash between record and publish: then the same event is published again. */
  static boolean isNewest(ClusterRecord record, Event<?> request) {
    return record
        .generationOf(request.source(), request.id())
        .filter(generation -> generation == record.generation())
        .isPresent();
  }

  /** Whether an event belongs to the newest generation of the cluster that has the name now. */
  static boolean isCurrent(ClusterRecord record, Event<?> event) {
    return record.uid().equals(event.clusterUid())
        && Objects.equals(record.generation(), event.generation());
  }

  void publish(ClusterRecord record, Event<?> because, ClusterEvent event, Object... distinction) {
    ClusterRef ref =
        new ClusterRef(record.name(), record.uid(), record.generation(), record.buildId());
    Address at = new Address("decision", event.getClass().getSimpleName());
    runtime.onReached(FailPoint.RECORDED, StageName.ACCEPT, at);
    runtime
        .publisher()
        .publish(runtime.event(StageName.ACCEPT, ref, because.id(), event, distinction));
    runtime.onReached(FailPoint.PUBLISHED, StageName.ACCEPT, at);
  }

  /** The decision is in the cluster's record, and no event follows from it. */
  void recorded(Phase phase) {
    Address at = new Address("decision", phase.toString());
    runtime.onReached(FailPoint.RECORDED, StageName.ACCEPT, at);
  }

  void startRemoval(ClusterRecord record, Event<?> because, RemovalRequest order) {
    publish(record, because, new RemovalAccepted(specification(record), order), order.mode());
  }

  /**
   * Answers a deletion of a removed cluster: publishes its end again. A copy of the request that
   * removed it was answered by that removal.
   */
  void answerWithEnd(ClusterRecord record, Event<?> request) {
    if (isNewest(record, request)) {
      return;
    }
    RemovalRequest order = Objects.requireNonNull(record.order());
    publish(
        record,
        request,
        new InfraRemoved(specification(record), order, List.of(), List.of()),
        request.source(),
        request.id());
  }

  /**
   * The specification of the record, bound and never validated again: a cluster whose Kubernetes
   * release has ended can still be deleted.
   */
  static Cluster specification(ClusterRecord record) {
    try {
      return SpecificationReader.bind(Objects.requireNonNull(record.specification()));
    } catch (InvalidSpecificationException unreadable) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED,
          "the stored specification of " + record.name() + " cannot be read",
          unreadable);
    }
  }
}
