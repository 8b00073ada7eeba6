package io.clusterline.network.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.network.cluster.ClusterNetwork;
import tools.jackson.databind.JsonNode;

/** Reads node objects for the steps. */
final class NodeObjects {

  private NodeObjects() {}

  /**
   * @throws ClusterlineException {@link ErrorCode#NODES_NOT_READY} when there is none of that name
   */
  static JsonNode get(ClusterNetwork network, String name) {
    return network
        .node(name)
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.NODES_NOT_READY, "the cluster has no node object " + name));
  }
}
