package io.clusterline.gitops.inventory;

import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.TaintEffect;
import io.clusterline.spec.TaintSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Whether a node takes a workload's pods: by selector and taints, as the scheduler judges. */
public final class NodeFit {

  private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

  private NodeFit() {}

  public static boolean takes(NodeSpec node, Workload workload) {
    return labels(node).entrySet().containsAll(workload.nodeSelector().entrySet())
        && taints(node).stream().allMatch(taint -> isTolerated(taint, workload));
  }

  private static Map<String, String> labels(NodeSpec node) {
    Map<String, String> labels = new HashMap<>(node.labels());
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/arch", "amd64");
    if (node.role() == NodeRole.CONTROL_PLANE) {
      labels.put(CONTROL_PLANE, "");
    }
    return labels;
  }

  private static List<TaintSpec> taints(NodeSpec node) {
    List<TaintSpec> taints = new ArrayList<>(node.taints());
    if (node.role() == NodeRole.CONTROL_PLANE) {
      taints.add(new TaintSpec(CONTROL_PLANE, null, TaintEffect.NoSchedule));
    }
    return taints;
  }

  private static boolean isTolerated(TaintSpec taint, Workload workload) {
    return taint.effect() == TaintEffect.PreferNoSchedule
        || workload.tolerations().stream().anyMatch(one -> tolerates(one, taint));
  }

  private static boolean tolerates(JsonNode toleration, TaintSpec taint) {
    String key = toleration.path("key").asString("");
    String effect = toleration.path("effect").asString("");
    boolean exists = toleration.path("operator").asString("Equal").equals("Exists");
    String value = taint.value() == null ? "" : taint.value();
    return (effect.isEmpty() || effect.equals(taint.effect().name()))
        && (key.isEmpty() ? exists : key.equals(taint.key()))
        && (exists || toleration.path("value").asString("").equals(value));
  }
}
