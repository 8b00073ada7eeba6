package io.clusterline.drill;

import io.clusterline.drill.ModelRequest.Kind;
import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.testkit.MemoryBroker.DeadLettered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Simulated users who request clusters, break and repair resources, and replay, at random. */
final class ModelUsers {

  private static final List<StageName> LAYERS =
      StageName.build().stream().filter(stage -> stage != StageName.ACCEPT).toList();

  private static final List<String> PARTS = List.of("first", "last", "0");

  /** Most of what breaks passes by itself; what does not ends the stage. */
  private static final List<ErrorCode> CODES =
      List.of(ErrorCode.INSUFFICIENT_VCPU_QUOTA, ErrorCode.NODE_UNREACHABLE);

  private final ModelLine drill;
  private final ModelOracle oracle;
  private final ModelWorlds worlds;
  private final List<Place> places;
  private final RandomGenerator random;
  private final List<ModelRequest> sent = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  ModelUsers(
      ModelLine drill,
      ModelOracle oracle,
      ModelWorlds worlds,
      List<Place> places,
      RandomGenerator random) {
    this.drill = drill;
    this.oracle = oracle;
    this.worlds = worlds;
    this.places = places;
    this.random = random;
  }

  List<ModelRequest> sent() {
    return List.copyOf(sent);
  }

  /** How often each thing was done. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** One of them does something. */
  void actAtRandom() {
    Place place = places.get(random.nextInt(places.size()));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> request(place, Kind.APPLY);
      case 6 -> request(place, Kind.CANCEL);
      case 7 -> request(place, Kind.CANCEL_AND_ROLLBACK);
      case 8 -> request(place, Kind.DELETE);
      case 9, 10, 11 -> breakResource(place);
      case 12, 13, 14 -> repair(place);
      case 15 -> repeat();
      default -> replay();
    }
  }

  /** All its resources are to be removed. */
  void delete(Place place) {
    send(
        new ModelRequest(
            id(), place, Kind.DELETE, ModelSpecification.SMALL, oracle.uid(place), null));
  }

  private static String id() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  private void request(Place place, Kind kind) {
    ModelSpecification[] all = ModelSpecification.values();
    send(
        new ModelRequest(
            id(),
            place,
            kind,
            all[random.nextInt(all.length)],
            random.nextInt(20) == 0 ? "another-uid" : oracle.uid(place),
            condition(place)));
  }

  private void send(ModelRequest request) {
    sent.add(request);
    count(request.kind().toString());
    drill.send(request);
  }

  private @Nullable Long condition(Place place) {
    ModelCluster now = oracle.cluster(place);
    return switch (random.nextInt(6)) {
      case 0 -> now.exists() ? now.generation() : 0;
      case 1 -> random.nextLong(0, now.generation() + 2);
      default -> null;
    };
  }

  private void breakResource(Place place) {
    StageName layer = LAYERS.get(random.nextInt(LAYERS.size()));
    String key = layer + "-" + PARTS.get(random.nextInt(PARTS.size()));
    ErrorCode code = CODES.get(random.nextInt(CODES.size()));
    oracle.trace(place, "broken: " + key + ", " + code);
    worlds.breakResource(place, key, code);
    count("BREAK");
  }

  private void repair(Place place) {
    oracle.trace(place, "mended");
    worlds.repair(place);
    count("MEND");
  }

  private void repeat() {
    if (!sent.isEmpty()) {
      ModelRequest request = sent.get(random.nextInt(sent.size()));
      oracle.trace(request.place(), "asked once more: " + request);
      drill.repeat(request);
      count("REPEAT");
    }
  }

  private void replay() {
    List<DeadLettered> deadLetters = drill.broker().deadLetters();
    if (!deadLetters.isEmpty()) {
      DeadLettered deadLetter = deadLetters.get(random.nextInt(deadLetters.size()));
      oracle.comment("replayed: " + deadLetter.stage() + " " + deadLetter.id());
      drill.broker().replay(deadLetter);
      if (random.nextInt(4) == 0) {
        drill.broker().repeat(deadLetter);
      }
      count("REPLAY");
    }
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }
}
