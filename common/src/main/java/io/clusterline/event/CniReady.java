package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;

/**
 * All nodes are Ready, labelled and tainted as specified, on a working pod network.
 *
 * @param cluster the specification of the generation that is being built
 * @param infrastructure what infra-service has built
 * @param controlPlane how to reach the API server
 * @param nodes every node, as the API server shows it
 * @param evidence that the nodes are ready
 */
public record CniReady(
    Cluster cluster,
    Infrastructure infrastructure,
    ControlPlane controlPlane,
    List<NodeStatus> nodes,
    List<Evidence> evidence)
    implements StageTrigger, Proven {

  public CniReady {
    nodes = List.copyOf(nodes);
    evidence = List.copyOf(evidence);
  }
}
