package io.clusterline.projection;

import io.clusterline.event.Event;
import io.clusterline.event.StepProgressed;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a journal no view shows any more: those of builds and removals that a newer one
 * of the same cluster has replaced, and progress that newer progress of the same step has.
 */
final class Compaction {

  private record Step(@Nullable String build, String stage, String step) {}

  private final Map<String, ClusterView> byUid;
  private final Set<Event<?>> oldProgress = new HashSet<>();

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
    Set<Step> seen = new HashSet<>();
    for (Event<?> event : newestFirst) {
      if (event.data() instanceof StepProgressed e
          && !seen.add(new Step(event.correlationId(), e.stage().toString(), e.step()))) {
        oldProgress.add(event);
      }
    }
  }

  boolean isIrrelevant(Event<?> event) {
    return oldProgress.contains(event) || isOfOlderGeneration(event);
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
