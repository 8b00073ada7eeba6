package io.clusterline.network.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.KubernetesSpec;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.TaintSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node carries the taints of its specification, beside those of others. Kubeadm's on a control
 * plane is one of ours: whether it is there is a field of the specification.
 */
public record NodeTaints(NodeSpec node, List<TaintSpec> wanted)
    implements Step<ClusterNetwork, NodeTaints.Taints> {

  public NodeTaints {
    wanted = List.copyOf(wanted);
  }

  /** The node's taints in a cluster of that kind. */
  public static NodeTaints of(NodeSpec node, KubernetesSpec kubernetes) {
    return new NodeTaints(node, node.taints(kubernetes.allowSchedulingOnControlPlane()));
  }

  /** The taints that we have set. */
  public record Taints(List<TaintSpec> taints) {
    public Taints {
      taints = List.copyOf(taints);
    }
  }

  public static final Kind<ClusterNetwork, Taints> KIND =
      Kind.withoutResource("node-taints", Taints.class);

  @Override
  public Kind<ClusterNetwork, Taints> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return node.name();
  }

  @Override
  public Found<Taints> find(ClusterNetwork network) {
    TaintDifference difference = difference(network, NodeObjects.get(network, node.name()));
    Taints ours = new Taints(wanted);
    return difference.isEmpty()
        ? Found.inSync(ours)
        : Found.drifted(ours, new Change("spec.taints", difference.before(), difference.after()));
  }

  @Override
  public Taints apply(ClusterNetwork network, Found<Taints> found) {
    JsonNode after =
        network
            .kubernetes()
            .change(ObjectRef.node(node.name()), now -> patch(difference(network, now)));
    network.nodesChanged();
    TaintDifference left = difference(network, after);
    if (!left.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_REJECTED,
          "node " + node.name() + " has taints " + left.before() + ", should " + left.after());
    }
    return new Taints(wanted);
  }

  /** What the node has in place of them; empty when it has all. */
  Optional<String> lost(ClusterNetwork network) {
    TaintDifference left =
        TaintDifference.of(NodeObjects.get(network, node.name()), wanted, List.of());
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(node.name() + ": taints are " + left.before() + ", not " + left.after());
  }

  private static Optional<ObjectNode> patch(TaintDifference difference) {
    return difference.isEmpty() ? Optional.empty() : Optional.of(difference.patch());
  }

  private TaintDifference difference(ClusterNetwork network, JsonNode object) {
    List<TaintSpec> former = new ArrayList<>();
    if (node.role() == NodeRole.CONTROL_PLANE) {
      former.add(TaintSpec.CONTROL_PLANE); // kubeadm set it for us
    }
    network.recorded(KIND).map(Taints::taints).ifPresent(former::addAll);
    return TaintDifference.of(object, wanted, former);
  }
}
