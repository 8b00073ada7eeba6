package io.clusterline.event;

import java.util.List;

/** An event that ends the removal of a layer. */
public interface LayerRemoved {

  /** The removal request. */
  RemovalRequest order();

  /** The ledger's addresses that are gone, in the order of going. */
  List<String> removed();

  /** Resources that were retained although they belong to the cluster, and why. */
  List<Retained> kept();
}
