package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The network plugin's part of a removal is done.
 *
 * @param cluster the newest specification
 * @param order the removal request
 * @param removed the ledger's addresses that were deleted, in order
 * @param kept resources that were retained although they belong to the cluster, and why
 */
public record CniRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements RemovalTrigger, LayerRemoved {

  public CniRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
