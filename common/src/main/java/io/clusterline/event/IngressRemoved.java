package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The part of the ingress stage in a removal is done. When the whole cluster goes, the release of
 * its add-ons deletes the Ingresses and waits for their load balancers.
 *
 * @param cluster the newest specification
 * @param order the removal request
 * @param removed the ledger's addresses that were deleted, in order
 * @param kept resources that were retained although they belong to the cluster, and why
 */
public record IngressRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements ClusterEvent, LayerRemoved {

  public IngressRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
