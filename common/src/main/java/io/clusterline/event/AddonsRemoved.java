package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The add-ons' part of a removal is done: what they held outside of the machines was given back.
 *
 * @param cluster the newest specification
 * @param order what was to be taken away
 * @param removed the ledger's addresses that are gone, in the order of going
 * @param kept what was left alone although it belongs to the cluster, and why
 */
public record AddonsRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements RemovalTrigger, LayerRemoved {

  public AddonsRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
