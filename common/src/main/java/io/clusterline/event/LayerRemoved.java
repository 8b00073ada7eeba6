package io.clusterline.event;

import java.util.List;

/** An event that ends the removal of a layer. */
public interface LayerRemoved {

  /** What was to be taken away. */
  RemovalRequest order();

  /** The ledger's addresses that are gone, in the order of going. */
  List<String> removed();

  /** What was left alone although it belongs to the cluster, and why. */
  List<Retained> kept();
}
