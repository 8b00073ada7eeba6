package io.clusterline.network.step;

import io.clusterline.network.ClusterNetwork;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import tools.jackson.databind.JsonNode;

/** Node objects as the steps look at them. */
final class NodeObjects {

  private NodeObjects() {}

  /**
   * @throws StageException {@link ErrorCode#NODES_NOT_READY} when there is none of that name
   */
  static JsonNode get(ClusterNetwork network, String name) {
    return network
        .node(name)
        .orElseThrow(() ->
            new StageException(
                ErrorCode.NODES_NOT_READY, "the cluster has no node object " + name));
  }
}
