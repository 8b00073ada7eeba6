package io.clusterline.gitops.monitoring;

import io.clusterline.Json;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the specification says, as far as rules compare the cluster with it.
 *
 * @param nodes the names of all nodes
 * @param followsRepository whether Argo CD follows a GitOps repository
 */
public record ClusterFacts(List<String> nodes, boolean followsRepository) {

  public ClusterFacts {
    nodes = List.copyOf(nodes);
  }

  public static ClusterFacts of(Cluster cluster) {
    return new ClusterFacts(
        cluster.spec().nodes().stream().map(NodeSpec::name).sorted().toList(),
        cluster.spec().gitops() != null);
  }

  /** Recording rules of constants, which other rules join with what Prometheus measures. */
  ObjectNode ruleGroup() {
    ObjectNode group = Json.MAPPER.createObjectNode().put("name", "clusterline-specified");
    ArrayNode rules = group.putArray("rules");
    nodes.forEach(node -> record(rules, "node:clusterline_expected:info", Map.of("node", node)));
    if (followsRepository) {
      record(rules, "cluster:clusterline_follows_repository:info", Map.of());
    }
    return group;
  }

  private static void record(ArrayNode rules, String name, Map<String, String> labels) {
    ObjectNode rule = rules.addObject().put("record", name).put("expr", "vector(1)");
    if (!labels.isEmpty()) {
      rule.set("labels", Json.MAPPER.valueToTree(labels));
    }
  }
}
