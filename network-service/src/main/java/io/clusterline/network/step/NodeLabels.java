package io.clusterline.network.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Sets the labels of a node's specification, and its role as {@code kubectl get nodes} shows it. A
 * kubelet sets labels only when it registers, and may not set the role at all.
 */
public record NodeLabels(NodeSpec node) implements Step<ClusterNetwork, NodeLabels.Labels> {

  /** The labels that we have set. */
  public record Labels(Map<String, String> labels) {
    public Labels {
      labels = Map.copyOf(labels);
    }
  }

  public static final Kind<ClusterNetwork, Labels> KIND =
      Kind.withoutResource("node-labels", Labels.class);

  private static final String ROLE = "node-role.kubernetes.io/";

  @Override
  public Kind<ClusterNetwork, Labels> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return node.name();
  }

  @Override
  public Found<Labels> find(ClusterNetwork network) {
    List<Change> changes = difference(network, NodeObjects.get(network, node.name())).changes();
    Labels wanted = new Labels(expected());
    return changes.isEmpty() ? Found.inSync(wanted) : new Found.Drifted<>(wanted, changes, false);
  }

  @Override
  public Labels apply(ClusterNetwork network, Found<Labels> found) {
    JsonNode before = NodeObjects.get(network, node.name());
    JsonNode after =
        network
            .kubernetes()
            .mergePatch(ObjectRef.node(node.name()), difference(network, before).patch());
    network.nodesChanged();
    List<Change> left = difference(network, after).changes();
    if (!left.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_REJECTED, "node " + node.name() + " did not take " + left);
    }
    return new Labels(expected());
  }

  /** What the node lacks of them; empty when it has all. */
  Optional<String> lost(ClusterNetwork network) {
    List<Change> changes =
        LabelDifference.of(NodeObjects.get(network, node.name()), expected(), Map.of()).changes();
    return changes.isEmpty() ? Optional.empty() : Optional.of(node.name() + ": " + changes);
  }

  private LabelDifference difference(ClusterNetwork network, JsonNode object) {
    Map<String, String> former = network.recorded(KIND).map(Labels::labels).orElse(Map.of());
    return LabelDifference.of(object, expected(), former);
  }

  /** The role is the label {@code role}, else the specification's role: worker. */
  private Map<String, String> expected() {
    Map<String, String> wanted = new TreeMap<>();
    if (node.role() == NodeRole.WORKER) { // kubeadm names the control plane
      String role = node.labels().getOrDefault("role", "");
      wanted.put(ROLE + (role.isEmpty() ? "worker" : role), "");
    }
    wanted.putAll(node.labels());
    return wanted;
  }
}
