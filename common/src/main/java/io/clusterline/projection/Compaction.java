package io.clusterline.projection;

import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a journal no view shows any more: those of builds and removals that a newer one
 * of the same cluster has replaced, and what a step told again in the same attempt at its stage.
 * What the newest control plane tells is kept: it outlives its build.
 */
final class Compaction {

  private record Attempt(@Nullable String build, StageName stage) {}

  /**
   * An event of a step.
   *
   * @param laterAttempts how many attempts at its stage began after it
   */
  private record StepEvent(Attempt attempt, int laterAttempts, EventType type, String step) {}

  private final Map<String, ClusterView> byUid;
  private final Map<Attempt, Integer> laterAttempts = new HashMap<>();
  private final Set<StepEvent> newest = new HashSet<>();
  private final Set<Event<?>> repeated = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Event<?>> controlPlanes = new HashMap<>();

  /**
   * @param newestFirst the events, by offset
   */
  Compaction(List<ClusterView> clusters, Collection<Event<?>> newestFirst) {
    byUid =
        clusters.stream()
            .filter(cluster -> cluster.uid() != null)
            .collect(
                Collectors.toMap(
                    cluster -> String.valueOf(cluster.uid()), Function.identity(), (a, b) -> a));
    newestFirst.forEach(this::read);
  }

  private void read(Event<?> event) {
    switch (event.data()) {
      case StageStarted e -> laterAttempts.merge(attempt(event, e.stage()), 1, Integer::sum);
      case MasterInitialized _ ->
          controlPlanes.putIfAbsent(String.valueOf(event.clusterUid()), event);
      case StepStarted e -> recordNewest(event, e.stage(), e.step());
      case StepProgressed e -> recordNewest(event, e.stage(), e.step());
      case StepFinished e -> recordNewest(event, e.stage(), e.step());
      default -> {}
    }
  }

  private void recordNewest(Event<?> event, StageName stage, String step) {
    Attempt attempt = attempt(event, stage);
    int later = laterAttempts.getOrDefault(attempt, 0);
    if (!newest.add(new StepEvent(attempt, later, event.type(), step))) {
      repeated.add(event);
    }
  }

  private static Attempt attempt(Event<?> event, StageName stage) {
    return new Attempt(event.correlationId(), stage);
  }

  boolean isIrrelevant(Event<?> event) {
    boolean isNewestControlPlane = controlPlanes.get(String.valueOf(event.clusterUid())) == event;
    return !isNewestControlPlane && (repeated.contains(event) || isOfOlderGeneration(event));
  }

  private boolean isOfOlderGeneration(Event<?> event) {
    ClusterView cluster = event.clusterUid() == null ? null : byUid.get(event.clusterUid());
    Long generation = event.generation();
    if (cluster == null || generation == null || event.correlationId() == null) {
      return false;
    }
    return generation < Math.min(newest(cluster.build()), newest(cluster.removal()))
        || generation < newest(cluster.build())
            && !Objects.equals(event.correlationId(), cluster.removal().correlationId());
  }

  private static long newest(LineView<?> view) {
    return view.generation();
  }
}
