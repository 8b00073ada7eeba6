package io.clusterline.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody wants this cluster. The specification is carried as it was written, so that one that is
 * not valid can be refused with all its findings.
 *
 * @param cluster the specification document ({@code kind: Cluster}) as JSON
 * @param ifGeneration accept only if the cluster's present generation is this one (0: does not
 *     exist)
 * @param approvals addresses whose replacement or removal is agreed to
 */
public record ClusterRequested(
    JsonNode cluster, @Nullable Long ifGeneration, @Nullable List<String> approvals)
    implements ClusterEvent {

  public ClusterRequested {
    approvals = approvals == null ? null : List.copyOf(approvals);
  }

  public static ClusterRequested of(JsonNode cluster) {
    return new ClusterRequested(cluster, null, null);
  }
}
