package io.clusterline.projection;

import io.clusterline.event.StageName;
import io.clusterline.projection.FinishedBuild.Shape;
import io.clusterline.projection.FinishedBuild.StageTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Medians of the newest finished builds of one shape. */
public final class BuildHistory {

  /** Older builds say little about what the next one takes. */
  private static final int MOST = 20;

  private final List<FinishedBuild> builds;
  private final Map<String, Optional<Duration>> steps = new HashMap<>();

  private BuildHistory(List<FinishedBuild> builds) {
    this.builds = builds;
  }

  /** No build has ended yet. */
  public static BuildHistory none() {
    return new BuildHistory(List.of());
  }

  /** Of the finished builds, those whose shape is like the given build's. */
  static BuildHistory like(BuildView build, Collection<FinishedBuild> finished) {
    @Nullable Shape shape = Shape.of(build);
    return new BuildHistory(
        finished.stream()
            .filter(each -> each.shape().equals(shape))
            .sorted(Comparator.comparing(FinishedBuild::readyAt).reversed())
            .limit(MOST)
            .toList());
  }

  /** Those of the finished builds that an estimate may still use. */
  static Set<FinishedBuild> used(Collection<FinishedBuild> finished) {
    return finished.stream().collect(Collectors.groupingBy(FinishedBuild::shape)).values().stream()
        .flatMap(builds ->
            builds.stream()
                .sorted(Comparator.comparing(FinishedBuild::readyAt).reversed())
                .limit(MOST))
        .collect(Collectors.toSet());
  }

  public boolean isEmpty() {
    return builds.isEmpty();
  }

  /** From request to end. */
  Optional<Duration> total() {
    return median(builds, build -> Optional.of(build.total()));
  }

  Optional<Duration> duration(StageName stage) {
    return median(builds, build -> time(build, stage).map(StageTime::duration));
  }

  Optional<Duration> gap(StageName stage) {
    return median(builds, build -> time(build, stage).map(StageTime::gap));
  }

  private static Optional<StageTime> time(FinishedBuild build, StageName stage) {
    return Optional.ofNullable(build.stages().get(stage));
  }

  /**
   * Of the step with that address; else of the longest one of its kind, as twins run side by side.
   */
  Optional<Duration> step(String address) {
    return steps.computeIfAbsent(
        address,
        each ->
            median(builds, build -> Optional.ofNullable(build.steps().get(each)))
                .or(() -> longestOfKind(each)));
  }

  private Optional<Duration> longestOfKind(String address) {
    String kind = address.substring(0, address.indexOf('/') + 1);
    return median(
        builds,
        build ->
            build.steps().entrySet().stream()
                .filter(step -> step.getKey().startsWith(kind))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder()));
  }

  private static Optional<Duration> median(
      List<FinishedBuild> builds, Function<FinishedBuild, Optional<Duration>> value) {
    List<Duration> sorted =
        builds.stream()
            .map(value)
            .map(each -> each.orElse(null))
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
  }
}
