package io.clusterline.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Request to build or change this cluster. It carries the specification as it was written, so that
 * an invalid one can be refused with all its findings.
 *
 * @param cluster the specification document ({@code kind: Cluster}) as JSON
 * @param ifGeneration accept only if the cluster's present generation is this one (0: does not
 *     exist)
 * @param approvals addresses whose replacement or removal is approved
 * @param rotateSecrets whether the cluster's generated secrets get new values
 */
public record ClusterRequested(
    JsonNode cluster,
    @Nullable Long ifGeneration,
    @Nullable List<String> approvals,
    @Nullable Boolean rotateSecrets)
    implements ClusterEvent {

  public ClusterRequested {
    approvals = approvals == null ? null : List.copyOf(approvals);
  }

  public static ClusterRequested of(JsonNode cluster) {
    return new ClusterRequested(cluster, null, null, null);
  }
}
