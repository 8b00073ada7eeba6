package io.clusterline.event;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads events of older versions. Dead letters, stored triggers and the journal keep an event for
 * months, and publishers outside change later than we do; so a change that would make an old event
 * unreadable, or change its meaning, gets a new version and an upcaster from the one before. A
 * field that may be absent needs neither.
 */
final class Upcasters {

  /**
   * Changes the data of one type into that of the next.
   *
   * @param from the CloudEvents type that it reads
   * @param to the CloudEvents type that it produces
   * @param data changes the data in place
   */
  record Upcaster(String from, String to, UnaryOperator<ObjectNode> data) {}

  static final List<Upcaster> ALL =
      List.of(
          location("ClusterDeletionRequested"),
          location("CancellationRequested"),
          location("StageFailed"),
          new Upcaster(
              "io.clusterline.LetterDiscarded.v1",
              "io.clusterline.DeadLetterDiscarded.v1",
              UnaryOperator.identity()));

  private Upcasters() {}

  /** The types whose events become that one, the direct ones only. */
  static List<String> into(EventType type) {
    return ALL.stream()
        .filter(upcaster -> upcaster.to().equals(type.cloudEventsType()))
        .map(Upcaster::from)
        .toList();
  }

  /** The present type of an event of that type; empty for an unknown type. */
  static Optional<EventType> typeOf(String type) {
    return next(type)
        .map(upcaster -> typeOf(upcaster.to()))
        .orElseGet(() -> EventType.byCloudEventsType(type));
  }

  /** The data as the present type has it. */
  static ObjectNode upcast(String type, ObjectNode data) {
    return next(type)
        .map(upcaster -> upcast(upcaster.to(), upcaster.data().apply(data)))
        .orElse(data);
  }

  private static Optional<Upcaster> next(String type) {
    return ALL.stream().filter(upcaster -> upcaster.from().equals(type)).findFirst();
  }

  /** In version 2 the account and region of a cluster are its {@code location}. */
  private static Upcaster location(String event) {
    return new Upcaster(
        "io.clusterline." + event + ".v1",
        "io.clusterline." + event + ".v2",
        data -> renamed(data, "place", "location"));
  }

  private static ObjectNode renamed(ObjectNode data, String from, String to) {
    if (data.has(from) && !data.has(to)) {
      data.set(to, data.remove(from));
    }
    return data;
  }
}
