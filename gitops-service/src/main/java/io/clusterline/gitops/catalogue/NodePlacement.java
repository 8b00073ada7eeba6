package io.clusterline.gitops.catalogue;

import io.clusterline.Json;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.TaintSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Computes from the specification's nodes where an add-on's pods may run. */
final class NodePlacement {

  private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
  private static final String WORKLOAD = "workload";

  private final ClusterSpec spec;

  NodePlacement(ClusterSpec spec) {
    this.spec = spec;
  }

  /** Values with nodeSelector and tolerations; empty when the specification has no such node. */
  Optional<ObjectNode> valuesFor(String nodes) {
    return nodes.equals("control-plane") ? Optional.of(controlPlane()) : workers(nodes);
  }

  private ObjectNode controlPlane() {
    ObjectNode values = selecting(CONTROL_PLANE, "");
    ArrayNode tolerations = values.putArray("tolerations");
    tolerations.addObject().put("key", CONTROL_PLANE).put("operator", "Exists");
    tolerate(tolerations, Set.copyOf(spec.controlPlane().taints()));
    return values;
  }

  private Optional<ObjectNode> workers(String workload) {
    List<NodeSpec> nodes =
        spec.nodes().stream().filter(node -> workload.equals(node.labels().get(WORKLOAD))).toList();
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    Set<TaintSpec> taints = new LinkedHashSet<>();
    nodes.forEach(node -> taints.addAll(node.taints()));
    ObjectNode values = selecting(WORKLOAD, workload);
    tolerate(values.putArray("tolerations"), taints);
    return Optional.of(values);
  }

  private static ObjectNode selecting(String label, String value) {
    ObjectNode values = Json.MAPPER.createObjectNode();
    values.putObject("nodeSelector").put(label, value);
    return values;
  }

  private static void tolerate(ArrayNode tolerations, Set<TaintSpec> taints) {
    for (TaintSpec taint : taints) {
      ObjectNode toleration = tolerations.addObject().put("key", taint.key());
      if (taint.value() == null) {
        toleration.put("operator", "Exists");
      } else {
        toleration.put("operator", "Equal").put("value", taint.value());
      }
      toleration.put("effect", taint.effect().name());
    }
  }
}
