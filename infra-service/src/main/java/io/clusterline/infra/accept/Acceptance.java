package io.clusterline.infra.accept;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import io.clusterline.spec.ImmutableFields;
import io.clusterline.stage.Address;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageStore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives a valid request its generation and its build. A request that was accepted before, by the
 * source and id of its event, is answered with the decision of then, whatever its body contains
 * now.
 */
final class Acceptance {

  private final GenerationService generations;

  Acceptance(GenerationService generations) {
    this.generations = generations;
  }

  Disposition accept(Event<ClusterRequested> request, IncomingMessage message, Arrival arrival) {
    if (!message.findings().isEmpty()) {
      return repeatedOrInvalid(request, message);
    }
    Cluster cluster = Objects.requireNonNull(message.cluster());
    refuseOtherSubject(request, cluster);
    ClusterState state = generations.state(cluster);
    ClusterRecord fresh = ClusterRecord.initial(cluster.name(), generations.newId());
    ClusterRecord before = arrival.read(state).orElse(fresh);
    if (before.isRemoved()) {
      state.stages(before.uid()).deleteAll(); // leftovers of a crash at the end of its removal
    }
    ClusterRecord after =
        state.change(before, now -> accept(now, request, cluster, arrival, state));
    publishAccepted(after, request);
    return GenerationService.isKnown(before, request) ? Disposition.REPEATED : Disposition.ACCEPTED;
  }

  /** A rule may have been tightened, or a release may have ended, since it was accepted. */
  private Disposition repeatedOrInvalid(Event<ClusterRequested> request, IncomingMessage message) {
    ClusterRecord record = accepted(request, message);
    if (record == null) {
      throw new RefusedRequestException(ErrorCode.INVALID_SPECIFICATION, message.findings());
    }
    publishAccepted(record, request);
    return Disposition.REPEATED;
  }

  /** A specification is refused with its findings even while the state store is out of reach. */
  private @Nullable ClusterRecord accepted(
      Event<ClusterRequested> request, IncomingMessage message) {
    Cluster cluster = message.cluster();
    if (cluster == null || !request.subject().equals(cluster.name())) {
      return null;
    }
    try {
      return generations
          .state(cluster)
          .read()
          .filter(record -> GenerationService.isKnown(record, request))
          .orElse(null);
    } catch (ClusterlineException unreachable) {
      return null;
    }
  }

  private ClusterRecord accept(
      ClusterRecord now,
      Event<ClusterRequested> request,
      Cluster cluster,
      Arrival arrival,
      ClusterState state) {
    if (GenerationService.isKnown(now, request)) {
      return now;
    }
    GenerationService.refuseOtherGeneration(now, request.data().ifGeneration());
    arrival.checkUnmoved(now);
    refuseDuringRemoval(now);
    if (now.exists()) {
      refuseImmutableChange(now, cluster, state);
    }
    ClusterRecord base = now.isRemoved() ? now.forNewCluster(generations.newId()) : now;
    ClusterRecord next =
        base.accepting(
            request.source(),
            request.id(),
            request.data().cluster(),
            generations.newId(),
            Objects.requireNonNullElse(request.data().approvals(), List.of()));
    return Boolean.TRUE.equals(request.data().rotateSecrets()) ? next.rotatingSecrets() : next;
  }

  /** The published event holds what the record holds, whatever was accepted in between. */
  private void publishAccepted(ClusterRecord record, Event<ClusterRequested> request) {
    GenerationService.refuseSuperseded(record, request);
    Cluster accepted = GenerationService.specification(record);
    generations.publish(record, request, new ClusterAccepted(accepted, record.isUnchanged()));
  }

  private static void refuseDuringRemoval(ClusterRecord now) {
    if (now.phase() == Phase.REMOVING) {
      throw new ClusterlineException(
          ErrorCode.CLUSTER_BUSY, "something of " + now.name() + " is being removed");
    }
  }

  private static void refuseImmutableChange(ClusterRecord now, Cluster wanted, ClusterState state) {
    Cluster before = GenerationService.specification(now);
    List<Finding> changed = ImmutableFields.changed(before, wanted);
    if (!changed.isEmpty() && now.phase() != Phase.READY) {
      changed = ImmutableFields.changed(before, wanted, createdSoFar(state.stages(now.uid())));
    }
    if (!changed.isEmpty()) {
      throw new RefusedRequestException(ErrorCode.IMMUTABLE_FIELD, changed);
    }
  }

  /** Resources that an unfinished build has begun to create. */
  private static List<String> createdSoFar(StageStore stages) {
    return StageName.build().stream()
        .flatMap(stage -> stages.ledger(stage).entries().keySet().stream())
        .map(Address::toString)
        .toList();
  }

  private static void refuseOtherSubject(Event<?> request, Cluster cluster) {
    if (!request.subject().equals(cluster.name())) {
      throw new ClusterlineException(
          ErrorCode.MALFORMED_EVENT,
          "subject is not the specification's metadata.name '" + cluster.name() + "'");
    }
  }
}
