package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The part of the dns stage in a removal is done: the records that lead to the cluster are gone.
 * The hosted zone stays.
 *
 * @param cluster the newest specification
 * @param order the removal request
 * @param removed the ledger's addresses that were deleted, in order
 * @param kept resources that were retained although they belong to the cluster, and why
 */
public record DnsRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements ClusterEvent, LayerRemoved {

  public DnsRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
