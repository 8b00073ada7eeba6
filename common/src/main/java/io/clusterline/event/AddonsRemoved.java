package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The add-ons' part of a removal is done: their resources outside of the machines were reclaimed.
 *
 * @param cluster the newest specification
 * @param order the removal request
 * @param removed the ledger's addresses that were deleted, in order
 * @param kept resources that were retained although they belong to the cluster, and why
 */
public record AddonsRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements RemovalTrigger, LayerRemoved {

  public AddonsRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
