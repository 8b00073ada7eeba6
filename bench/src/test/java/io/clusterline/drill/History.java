package io.clusterline.drill;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.AddonsRemoved;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.CniApplied;
import io.clusterline.event.CniReady;
import io.clusterline.event.CniRemoved;
import io.clusterline.event.Event;
import io.clusterline.event.InfraReady;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.NetworkRemoved;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.StageFailed;
import io.clusterline.messaging.JournalReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The journal's events: everything that was published. */
record History(List<Event<?>> events) {

  /** How each stage of a build and of a removal ends, the accept stage first. */
  static final List<Class<?>> BUILT =
      List.of(
          ClusterAccepted.class,
          InfraReady.class,
          NodesJoined.class,
          CniApplied.class,
          CniReady.class,
          AddonsReady.class);

  static final List<Class<?>> REMOVED =
      List.of(
          RemovalAccepted.class,
          AddonsRemoved.class,
          NetworkRemoved.class,
          CniRemoved.class,
          NodesRemoved.class,
          InfraRemoved.class);

  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** All of it so far. */
  static History read(URI broker) {
    List<Event<?>> events = new ArrayList<>();
    try (JournalReader journal = JournalReader.open(broker.toString(), "first")) {
      for (var entry = journal.next(SILENCE); entry.isPresent(); entry = journal.next(SILENCE)) {
        events.add(entry.get().event());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new History(events);
  }

  /** The ids of a cluster's events, by type and generation: each should be one. */
  Map<String, Set<String>> endings(String cluster) {
    Map<String, Set<String>> ids = new TreeMap<>();
    events.stream()
        .filter(event -> event.subject().equals(cluster) && isEnding(event.data().getClass()))
        .forEach(event ->
            ids.computeIfAbsent(
                    event.data().getClass().getSimpleName() + " " + event.generation(),
                    key -> new TreeSet<>())
                .add(event.id()));
    return ids;
  }

  private static boolean isEnding(Class<?> type) {
    return BUILT.contains(type) || REMOVED.contains(type) || type == StageFailed.class;
  }

  /** How often an ending was published again under its own id. */
  long repetitions(String cluster) {
    long said =
        events.stream()
            .filter(event -> event.subject().equals(cluster) && isEnding(event.data().getClass()))
            .count();
    return said - endings(cluster).values().stream().mapToInt(Set::size).sum();
  }
}
