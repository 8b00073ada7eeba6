package io.clusterline.network.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.TaintSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A node carries the taints of its specification, beside those of others. */
public record NodeTaints(NodeSpec node) implements Step<ClusterNetwork, NodeTaints.Taints> {

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
    Taints wanted = new Taints(node.taints());
    return difference.isEmpty()
        ? Found.inSync(wanted)
        : Found.drifted(wanted, new Change("spec.taints", difference.before(), difference.after()));
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
    return new Taints(node.taints());
  }

  private static Optional<ObjectNode> patch(TaintDifference difference) {
    return difference.isEmpty() ? Optional.empty() : Optional.of(difference.patch());
  }

  private TaintDifference difference(ClusterNetwork network, JsonNode object) {
    List<TaintSpec> former = network.recorded(KIND).map(Taints::taints).orElse(List.of());
    return TaintDifference.of(object, node.taints(), former);
  }
}
