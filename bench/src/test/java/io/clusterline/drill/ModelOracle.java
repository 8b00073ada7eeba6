package io.clusterline.drill;

import io.clusterline.Json;
import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.event.StageName;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord;
import io.clusterline.testkit.StoreCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares every write of the state store with the model, in the order in which the store takes
 * them, and notes what differs.
 */
final class ModelOracle {

  static final String SOURCE = "/drill";

  private static final int REMEMBERED = 40_000;
  private static final int TRACE = 60;
  private static final Pattern RECORD =
      Pattern.compile("clusters/([^/]+)/(?:([^/]+)/([^/]+)/record|cluster)\\.json");

  private final ModelWorlds worlds;
  private final long startedAt = System.nanoTime();
  private final Map<String, ModelRequest> requests = new HashMap<>();
  private final Map<Place, ModelCluster> clusters = new HashMap<>();
  private final Map<Place, String> uids = new HashMap<>();
  private final Set<String> usedUids = new HashSet<>();
  private final Set<String> failedBuilds = new HashSet<>();
  private final Map<String, Integer> replays = new HashMap<>();
  private final Set<String> accepted = new HashSet<>();
  private final List<String> divergences = new ArrayList<>();
  private final Deque<String> trace = new ArrayDeque<>();

  ModelOracle(ModelWorlds worlds) {
    this.worlds = worlds;
  }

  /** The request is about to be sent. */
  synchronized void sends(ModelRequest request) {
    requests.put(request.id(), request);
    trace(request.place(), "asked: " + request);
  }

  synchronized ModelCluster cluster(Place place) {
    return clusters.getOrDefault(place, ModelCluster.NONE);
  }

  /** Of the cluster that has the name now; empty before the first. */
  synchronized String uid(Place place) {
    return uids.getOrDefault(place, "");
  }

  synchronized boolean isAccepted(ModelRequest request) {
    return accepted.contains(request.id());
  }

  /** How often a stage was begun again in a generation. */
  synchronized int replays(String uid, StageName stage, long generation) {
    return replays.getOrDefault(uid + stage + generation, 0);
  }

  synchronized List<String> divergences() {
    return List.copyOf(divergences);
  }

  /** A note that concerns no single cluster. */
  void comment(String what) {
    trace(new Place("", "line"), what);
  }

  synchronized void trace(Place place, String what) {
    if (trace.size() == REMEMBERED) {
      trace.removeFirst();
    }
    long millis = (System.nanoTime() - startedAt) / 1_000_000;
    trace.addLast("%8d ms %s: %s".formatted(millis, place, what));
  }

  /** Records a divergence, with the trace of that cluster. */
  synchronized void diverges(Place place, String what) {
    List<String> before =
        trace.stream()
            .filter(line -> line.contains(" " + place + ":") || line.contains(" /line:"))
            .toList();
    String last =
        String.join("\n", before.subList(Math.max(0, before.size() - TRACE), before.size()));
    divergences.add(place + ": " + what + "\n" + last);
    trace(place, "DIVERGES: " + what);
  }

  /** That write was done, and none between it and the one before. */
  synchronized void wrote(StoreCall call) {
    Matcher key = RECORD.matcher(call.key());
    if (!key.matches()) {
      return;
    }
    Place place = new Place(call.location().region(), key.group(1));
    if (key.group(2) == null) {
      cluster(place, parse(call.before(), ClusterRecord.class), parse(call.body()));
    } else if (call.verb() == StoreCall.Verb.DELETE) {
      deleted(place, key.group(2), call.key());
    } else {
      StageRecord after = Json.MAPPER.readValue(call.body(), StageRecord.class);
      stage(place, key.group(2), parse(call.before(), StageRecord.class), after);
    }
  }

  private static ClusterRecord parse(@Nullable String body) {
    return Json.MAPPER.readValue(body, ClusterRecord.class);
  }

  private static <T> @Nullable T parse(@Nullable String body, Class<T> type) {
    return body == null ? null : Json.MAPPER.readValue(body, type);
  }

  private void deleted(Place place, String uid, String key) {
    boolean present = uid.equals(uids.get(place)) && cluster(place).exists();
    if (present) {
      diverges(place, "a record of a living cluster was deleted: " + key);
    }
  }

  private void stage(Place place, String uid, @Nullable StageRecord before, StageRecord after) {
    trace(place, StageMoves.describe(before, after));
    StageMoves.illegal(before, after).ifPresent(what -> diverges(place, what));
    replays.merge(uid + after.stage() + after.generation(), after.replays(), Math::max);
    switch (after.status()) {
      case FAILING, FAILED -> failedBuilds.add(uid + after.generation());
      default -> {}
    }
  }

  private void cluster(Place place, @Nullable ClusterRecord before, ClusterRecord after) {
    trace(place, "generation " + after.generation() + " " + after.phase() + removalMode(after));
    ModelCluster model = cluster(place);
    Optional<ModelCluster> wanted = expected(place, model, before, after);
    ModelCluster found = ModelRecords.of(place, after);
    if (wanted.isEmpty()) {
      diverges(place, "it must not become " + found + " from " + model);
    } else if (!wanted.get().equals(found)) {
      diverges(place, "it became " + found + ", not " + wanted.get());
    }
    uid(place, model, after);
    clusters.put(place, found);
  }

  private static String removalMode(ClusterRecord record) {
    return record.order() == null ? "" : " " + record.order().mode();
  }

  private void uid(Place place, ModelCluster before, ClusterRecord after) {
    String known = uids.put(place, after.uid());
    boolean same = after.uid().equals(known);
    if (before.exists() && !same) {
      diverges(place, "uid " + known + " became " + after.uid() + " while the cluster exists");
    } else if (!same && !usedUids.add(after.uid())) {
      diverges(place, "uid " + after.uid() + " was used before");
    }
  }

  private Optional<ModelCluster> expected(
      Place place, ModelCluster model, @Nullable ClusterRecord before, ClusterRecord after) {
    if (after.generation() == model.generation()) {
      return ended(place, model, after);
    }
    ClusterRecord.Request newest = after.requests().getLast();
    if (newest.source().equals(SOURCE)) {
      ModelRequest request = requests.get(newest.id());
      boolean again = request == null || !accepted.add(newest.id());
      return again ? Optional.empty() : model.accepting(request, uid(place));
    }
    return after.phase() == Phase.REMOVING ? failed(place, model, after) : removed(place, model);
  }

  private Optional<ModelCluster> ended(Place place, ModelCluster model, ClusterRecord after) {
    return switch (after.phase()) {
      case READY -> model.phase() == Phase.READY ? removed(place, model) : built(place, model);
      case FAILED -> failed(place, model, after);
      case HELD, REMOVED -> removed(place, model);
      case BUILDING, REMOVING -> Optional.empty();
    };
  }

  private Optional<ModelCluster> built(Place place, ModelCluster model) {
    List<String> missing = worlds.missing(place, model.specification());
    if (!missing.isEmpty()) {
      diverges(place, "it is ready without " + missing);
    }
    return model.built();
  }

  private Optional<ModelCluster> failed(Place place, ModelCluster model, ClusterRecord after) {
    if (!failedBuilds.contains(after.uid() + model.generation())) {
      diverges(place, "it failed, and no stage of generation " + model.generation() + " did");
    }
    return model.failed();
  }

  private Optional<ModelCluster> removed(Place place, ModelCluster model) {
    Optional<ModelCluster> after = model.removed();
    after
        .filter(next -> next.phase() == Phase.REMOVED && !worlds.resources(place).isEmpty())
        .ifPresent(next -> diverges(place, "it is removed, but for " + worlds.resources(place)));
    after.filter(next -> next.phase() == Phase.READY).ifPresent(next -> diverges(place, next));
    return after;
  }

  private void diverges(Place place, ModelCluster pruned) {
    List<String> wrong = worlds.wrongInChain(place, pruned.specification());
    if (!wrong.isEmpty()) {
      diverges(place, "it is ready and pruned, but: " + wrong);
    }
  }
}
