package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The last event of the reverse chain: nothing that was to be removed is left in AWS.
 *
 * @param cluster the newest specification
 * @param order the removal request
 * @param removed the ledger's addresses that were deleted, in order
 * @param kept resources that were retained although they belong to the cluster, and why
 */
public record InfraRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements ClusterEvent, LayerRemoved {

  public InfraRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
