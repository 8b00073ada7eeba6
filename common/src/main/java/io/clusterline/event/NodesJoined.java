package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/** Published only when <b>all</b> nodes of the table have joined. */
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
