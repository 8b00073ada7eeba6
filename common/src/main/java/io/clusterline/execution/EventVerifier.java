package io.clusterline.execution;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares an event with what the stage that publishes it has recorded. An event is a notice; only
 * the state store is trusted. So a publisher of events cannot invent machines, secrets or a
 * removal.
 */
public final class EventVerifier {

  private EventVerifier() {}

  /**
   * The event as its publisher recorded it, on which a consumer acts.
   *
   * @param cluster the record of the event's cluster, of the same uid and generation
   * @return empty when the publisher was restarted since: then the event comes again
   * @throws ClusterlineException {@link ErrorCode#FORGED_EVENT} when no such event was recorded, or
   *     another one
   */
  public static <T extends ClusterEvent> Optional<Event<T>> recorded(
      ClusterRecord cluster, StageStore stages, Event<T> event) {
    if (!cluster.buildId().equals(event.correlationId())) {
      throw forged(event, "correlationid is not the build of this generation");
    }
    if (event.data() instanceof RemovalTrigger removal && !cluster.isRemoving(removal.order())) {
      if (isKnown(stages, event)) {
        return Optional.empty(); // a copy that arrives after the end of its removal
      }
      throw forged(event, "no such removal was accepted");
    }
    return switch (event.data()) {
      case ClusterAccepted accepted -> accepted(cluster, event, accepted.cluster());
      case RemovalAccepted removal -> removal(cluster, event, removal.cluster());
      default -> ofStage(stages, event);
    };
  }

  private static <T extends ClusterEvent> Optional<Event<T>> accepted(
      ClusterRecord cluster, Event<T> event, Cluster claimed) {
    if (cluster.phase() != Phase.BUILDING
        && cluster.phase() != Phase.FAILED
        && cluster.phase() != Phase.READY) {
      throw forged(event, "the cluster is " + cluster.phase() + ", not being built");
    }
    return specified(cluster, event, claimed);
  }

  private static <T extends ClusterEvent> Optional<Event<T>> removal(
      ClusterRecord cluster, Event<T> event, Cluster claimed) {
    return specified(cluster, event, claimed);
  }

  private static <T extends ClusterEvent> Optional<Event<T>> specified(
      ClusterRecord cluster, Event<T> event, Cluster claimed) {
    Cluster known = SpecificationReader.bind(Objects.requireNonNull(cluster.specification()));
    if (!sameData(known, claimed)) {
      throw forged(event, "the specification is not the one that was accepted");
    }
    return Optional.of(event);
  }

  private static <T extends ClusterEvent> Optional<Event<T>> ofStage(
      StageStore stages, Event<T> event) {
    long generation = Objects.requireNonNull(event.generation());
    StageRecord record = stages.read(publisher(event), generation).orElse(null);
    if (record == null) {
      throw forged(event, publisher(event) + " has not begun");
    }
    Optional<Event<T>> recorded = findPublished(record, event);
    if (recorded.isEmpty() && record.replays() == 0 && !record.isReset()) {
      throw forged(event, publisher(event) + " has recorded no such event");
    }
    recorded
        .filter(known -> !isSame(known, event))
        .ifPresent(known -> {
          throw forged(event, publisher(event) + " has recorded another one");
        });
    return recorded;
  }

  /** Whether a removal stage of this generation has started from that very event. */
  private static boolean isKnown(StageStore stages, Event<?> event) {
    long generation = Objects.requireNonNull(event.generation());
    return StageName.removal().stream()
        .filter(stage -> stage.triggers().contains(event.data().getClass()))
        .flatMap(stage -> stages.read(stage, generation).stream())
        .map(record -> CloudEventCodec.decode(record.trigger()))
        .anyMatch(trigger -> isSame(trigger, event));
  }

  private static StageName publisher(Event<?> event) {
    return event.data() instanceof StageFailed failed
        ? failed.stage()
        : StageName.publisherOf(event.data().getClass())
            .orElseThrow(() -> forged(event, "no stage publishes it"));
  }

  @SuppressWarnings("unchecked") // its data is of the same class
  private static <T extends ClusterEvent> Optional<Event<T>> findPublished(
      StageRecord record, Event<T> event) {
    return record
        .published(event.type().cloudEventsType())
        .map(CloudEventCodec::decode)
        .filter(known -> known.data().getClass() == event.data().getClass())
        .map(known -> (Event<T>) known);
  }

  private static boolean isSame(Event<?> known, Event<?> event) {
    return known.id().equals(event.id())
        && Objects.equals(known.clusterUid(), event.clusterUid())
        && sameData(known.data(), event.data());
  }

  private static boolean sameData(Object known, Object claimed) {
    return Json.MAPPER.valueToTree(known).equals(Json.MAPPER.valueToTree(claimed));
  }

  private static ClusterlineException forged(Event<?> event, String why) {
    return new ClusterlineException(
        ErrorCode.FORGED_EVENT,
        "a " + event.type().cloudEventsType() + " of " + event.subject() + " is refused: " + why);
  }
}
