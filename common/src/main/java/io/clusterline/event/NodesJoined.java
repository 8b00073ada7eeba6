package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * Published only when <b>all</b> nodes of the table have joined.
 *
 * @param cluster the specification of the generation that is being built
 * @param infrastructure what infra-service has built
 * @param controlPlane how to reach the API server
 * @param nodes every node of the table
 */
public record NodesJoined(
    Cluster cluster,
    Infrastructure infrastructure,
    ControlPlane controlPlane,
    List<JoinedNode> nodes)
    implements StageTrigger {

  public NodesJoined {
    nodes = List.copyOf(nodes);
  }
}
