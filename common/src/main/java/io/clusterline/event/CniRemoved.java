package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * The network plugin's part of a removal is done.
 *
 * @param cluster the newest specification
 * @param order what was to be taken away
 * @param removed the ledger's addresses that are gone, in the order of going
 * @param kept what was left alone although it belongs to the cluster, and why
 */
public record CniRemoved(
    Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> kept)
    implements RemovalTrigger, LayerRemoved {

  public CniRemoved {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
