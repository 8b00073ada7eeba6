package io.clusterline.infra.accept;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import java.util.List;
import java.util.Objects;

/**
 * Gives a valid request its generation and its build. A request that was accepted before, by the
 * source and id of its event, gets the generation that it got then.
 */
final class Acceptance {

  private final GenerationService desk;

  Acceptance(GenerationService desk) {
    this.desk = desk;
  }

  Disposition accept(Event<ClusterRequested> request) {
    ClusterRequested data = request.data();
    Cluster cluster = SpecificationReader.of(data.cluster());
    refuseOtherSubject(request, cluster);
    ClusterState state = desk.state(cluster);
    ClusterRecord fresh = ClusterRecord.unknown(cluster.name(), desk.newId());
    ClusterRecord before = state.read().orElse(fresh);
    ClusterRecord after = state.change(before, now -> accept(now, request));
    boolean repeated = GenerationService.isKnown(before, request);
    if (!repeated || GenerationService.isNewest(after, request)) {
      ClusterRecord.Previous previous = after.previous();
      boolean unchanged =
          previous != null && previous.specification().equals(after.specification());
      desk.say(after, request, new ClusterAccepted(cluster, unchanged));
    }
    return repeated ? Disposition.REPEATED : Disposition.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<ClusterRequested> request) {
    if (GenerationService.isKnown(now, request)) {
      return now;
    }
    refuseOtherGeneration(now, request.data().ifGeneration());
    refuseDuringRemoval(now);
    boolean again = now.generation() > 0 && !now.exists();
    ClusterRecord base = again ? now.successor(desk.newId()) : now;
    return base.accepting(
        request.source(),
        request.id(),
        request.data().cluster(),
        desk.newId(),
        Objects.requireNonNullElse(request.data().approvals(), List.of()));
  }

  private static void refuseOtherGeneration(
      ClusterRecord now, @org.jspecify.annotations.Nullable Long expected) {
    long present = now.exists() ? now.generation() : 0;
    if (expected != null && expected != present) {
      throw new ClusterlineException(
          ErrorCode.GENERATION_CONFLICT,
          "ifGeneration is " + expected + ", but " + now.name() + " is at generation " + present);
    }
  }

  private static void refuseDuringRemoval(ClusterRecord now) {
    if (now.phase() == Phase.REMOVING) {
      throw new ClusterlineException(
          ErrorCode.CLUSTER_BUSY, "something of " + now.name() + " is being removed");
    }
  }

  private static void refuseOtherSubject(Event<?> request, Cluster cluster) {
    if (!request.subject().equals(cluster.name())) {
      throw new ClusterlineException(
          ErrorCode.MALFORMED_EVENT,
          "subject is not the specification's metadata.name '" + cluster.name() + "'");
    }
  }
}
