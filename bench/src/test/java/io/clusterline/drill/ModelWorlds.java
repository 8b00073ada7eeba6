package io.clusterline.drill;

import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The things of all clusters, by region and name, and which of them are broken. */
final class ModelWorlds implements Disturbance {

  private record Broken(Place place, String key) {}

  private final Path folder;
  private final FakeLayers layers;
  private final Map<Broken, ErrorCode> broken = new ConcurrentHashMap<>();
  private final Map<String, Place> owners = new ConcurrentHashMap<>();
  private final List<String> misplaced = new CopyOnWriteArrayList<>();

  ModelWorlds(Path folder) {
    this.folder = folder;
    this.layers = new FakeLayers(folder, this);
  }

  FakeLayers layers() {
    return layers;
  }

  void breakResource(Place place, String key, ErrorCode code) {
    broken.put(new Broken(place, key), code);
  }

  void repair(Place place) {
    broken.keySet().removeIf(one -> one.place().equals(place));
  }

  void repairAll() {
    broken.clear();
  }

  /** Runs of one uid in two places. */
  List<String> misplaced() {
    return List.copyOf(misplaced);
  }

  @Override
  public void before(StageScope scope, String key) {
    Place place = new Place(scope.region(), scope.cluster().name());
    Place owner = owners.putIfAbsent(scope.cluster().uid(), place);
    if (owner != null && !owner.equals(place)) {
      misplaced.add("a run of " + owner + " works on " + key + " of " + place);
    }
    ErrorCode code = broken.get(new Broken(place, key));
    if (code != null) {
      throw new ClusterlineException(code, "the drill has broken " + key);
    }
  }

  @Override
  public Path worlds(Path worlds, StageScope scope) {
    return worlds.resolve(scope.region());
  }

  /** The keys of all things of a cluster, one for each thing. */
  List<String> resources(Place place) {
    return FakeWorld.keys(FakeLayer.all(folder.resolve(place.region()), place.name()));
  }

  /** Resources that a cluster of that specification should have and has not. */
  List<String> missing(Place place, @Nullable ModelSpecification specification) {
    List<String> missing =
        new ArrayList<>(expected(place, specification, layer -> !layer.name().isBeside()));
    missing.removeAll(resources(place));
    return missing;
  }

  /** As {@link #wrong}, but for what is built beside: it may still be under way. */
  List<String> wrongInChain(Place place, @Nullable ModelSpecification specification) {
    List<String> beside = expected(place, specification, layer -> layer.name().isBeside());
    return wrong(place, specification).stream()
        .filter(what -> beside.stream().noneMatch(key -> what.equals("no " + key)))
        .filter(what -> layers.all().stream().noneMatch(layer -> isTooManyBeside(layer, what)))
        .toList();
  }

  private static boolean isTooManyBeside(FakeLayer<?> layer, String what) {
    return layer.name().isBeside() && what.startsWith("one too many: " + layer.name() + "-");
  }

  /** Missing, duplicate and superfluous resources. */
  List<String> wrong(Place place, @Nullable ModelSpecification specification) {
    List<String> wanted = expected(place, specification, layer -> true);
    List<String> things = new ArrayList<>(resources(place));
    List<String> wrong = new ArrayList<>();
    wanted.stream().filter(key -> !things.remove(key)).map("no "::concat).forEach(wrong::add);
    things.stream().map("one too many: "::concat).forEach(wrong::add);
    return wrong;
  }

  private List<String> expected(
      Place place, @Nullable ModelSpecification specification, Predicate<FakeLayer<?>> which) {
    return specification == null
        ? List.of()
        : layers.all().stream()
            .filter(which)
            .flatMap(layer -> layer.keys(specification.of(place)).stream())
            .toList();
  }
}
