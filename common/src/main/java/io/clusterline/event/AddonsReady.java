package io.clusterline.event;

import io.clusterline.spec.Cluster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The platform is ready: the end of a build.
 *
 * @param cluster the specification of the generation that is being built
 * @param controlPlane how to reach the API server
 * @param nodes every node, as the API server shows it
 * @param addons every platform add-on with its health
 * @param root null when the specification names no GitOps repository
 * @param workloads status of the user's own workloads: reported, not required
 * @param evidence that the platform is ready
 */
public record AddonsReady(
    Cluster cluster,
    ControlPlane controlPlane,
    List<NodeStatus> nodes,
    List<AddonStatus> addons,
    @Nullable RootApplication root,
    List<String> workloads,
    List<Evidence> evidence)
    implements StageTrigger, Proven {

  public AddonsReady {
    nodes = List.copyOf(nodes);
    addons = List.copyOf(addons);
    workloads = List.copyOf(workloads);
    evidence = List.copyOf(evidence);
  }
}
