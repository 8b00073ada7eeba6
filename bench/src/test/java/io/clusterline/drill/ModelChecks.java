package io.clusterline.drill;

import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.testkit.MemoryBroker.DeadLettered;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Invariants that hold whenever no work is under way, and at the end. */
final class ModelChecks {

  private final ModelLine drill;
  private final ModelOracle oracle;
  private final ModelWorlds worlds;
  private final List<Place> places;

  ModelChecks(ModelLine drill, ModelOracle oracle, ModelWorlds worlds, List<Place> places) {
    this.drill = drill;
    this.oracle = oracle;
    this.worlds = worlds;
    this.places = places;
  }

  /**
   * No message is under way: a stage that has not ended has failed, and its message is
   * dead-lettered.
   */
  void atRest() {
    Set<String> deadLetterIds =
        drill.broker().deadLetters().stream().map(DeadLettered::id).collect(toSet());
    for (Place place : places) {
      List<StageRecord> open = records(place);
      open.stream()
          .filter(record -> record.status() == Status.FAILED)
          .filter(record -> !deadLetterIds.contains(record.deadLetterId()))
          .forEach(record ->
              oracle.diverges(place, "the letter of the failed " + record.stage() + " is lost"));
      open.stream()
          .filter(record -> !record.isTerminal())
          .forEach(record ->
              oracle.diverges(
                  place, record.stage() + " is " + record.status() + ", and nobody is at it"));
      Phase phase = oracle.cluster(place).phase();
      boolean failed = open.stream().anyMatch(record -> record.status() == Status.FAILED);
      if (!failed && phase != Phase.READY && phase != Phase.HELD && phase != Phase.REMOVED) {
        oracle.diverges(place, "it is " + phase + ", and nothing is under way: " + text(open));
      }
    }
  }

  private static <T> java.util.stream.Collector<T, ?, Set<T>> toSet() {
    return Collectors.toSet();
  }

  private static String text(List<StageRecord> records) {
    return records.stream()
        .map(record -> record.stage() + " " + record.status())
        .collect(Collectors.joining(", "));
  }

  private List<StageRecord> records(Place place) {
    ClusterState state = state(place);
    long generation = oracle.cluster(place).generation();
    return Arrays.stream(StageName.values())
        .flatMap(stage -> state.stages(oracle.uid(place)).read(stage, generation).stream())
        .toList();
  }

  private ClusterState state(Place place) {
    ClusterLocation location = new ClusterLocation(null, place.region());
    return new ClusterState(drill.stored().documents(location), place.name());
  }

  /** All dead letters were replayed, and nothing is broken: every cluster is as last requested. */
  void assertAsLastRequested() {
    for (Place place : places) {
      ModelCluster cluster = oracle.cluster(place);
      List<String> wrong =
          switch (cluster.phase()) {
            case READY -> worlds.wrong(place, cluster.specification());
            case REMOVED -> worlds.wrong(place, null);
            case HELD -> duplicates(place);
            default -> List.of("it is " + cluster.phase());
          };
      if (!wrong.isEmpty()) {
        oracle.diverges(place, cluster + " is settled, but: " + wrong);
      }
    }
    drill.broker().deadLetters().forEach(deadLetter -> diverges("a letter is left: " + deadLetter));
  }

  private List<String> duplicates(Place place) {
    Set<String> seen = new HashSet<>();
    return worlds.resources(place).stream().filter(key -> !seen.add(key)).toList();
  }

  private void diverges(String what) {
    oracle.diverges(places.getFirst(), what);
  }

  /** Every cluster was deleted: nothing is left but its entry in the register. */
  void assertAllDeleted() {
    for (Place place : places) {
      ClusterLocation location = new ClusterLocation(null, place.region());
      drill.stored().documents(location).list("clusters/" + place.name() + "/").stream()
          .filter(document -> !document.key().endsWith("/cluster.json"))
          .forEach(document -> oracle.diverges(place, "left in the store: " + document.key()));
    }
    worlds.misplaced().forEach(this::diverges);
  }

  /** Every request has an answer; no stage ended twice under two ids. */
  void journal(List<ModelRequest> sent) {
    List<Event<?>> events =
        drill.broker().journal().stream()
            .<Event<?>>map(CloudEventCodec::decode)
            .collect(Collectors.toList());
    Set<String> causes = events.stream().map(Event::causationId).collect(toSet());
    sent.stream()
        .filter(request -> !causes.contains(request.id()))
        .forEach(request -> oracle.diverges(request.place(), "no answer to " + request));
    Set<String> ids = sent.stream().map(ModelRequest::id).collect(toSet());
    endings(events, ids)
        .forEach((ending, all) -> {
          if (all.size() > ending.most(oracle)) {
            diverges(ending + " has several ids: " + all);
          }
        });
  }

  /** How a stage ended in a generation. */
  private record Ending(String uid, StageName stage, long generation, boolean failed)
      implements Comparable<Ending> {

    int most(ModelOracle oracle) {
      return failed ? 1 + oracle.replays(uid, stage, generation) : 1;
    }

    @Override
    public int compareTo(Ending other) {
      return toString().compareTo(other.toString());
    }
  }

  private static Map<Ending, Set<String>> endings(List<Event<?>> events, Set<String> requests) {
    Map<Ending, Set<String>> endings = new TreeMap<>();
    for (Event<?> event : events) {
      if (event.generation() == null || requests.contains(String.valueOf(event.causationId()))) {
        continue; // the answer to a request, such as the deletion of what is gone
      }
      String uid = Objects.requireNonNull(event.clusterUid());
      if (event.data() instanceof StageFailed failed) {
        Ending ending = new Ending(uid, failed.stage(), event.generation(), true);
        endings.computeIfAbsent(ending, key -> new TreeSet<>()).add(event.id());
      }
      for (StageName stage : StageName.values()) {
        if (stage != StageName.ACCEPT && stage.result() == event.data().getClass()) {
          Ending ending = new Ending(uid, stage, event.generation(), false);
          endings.computeIfAbsent(ending, key -> new TreeSet<>()).add(event.id());
        }
      }
    }
    return endings;
  }
}
