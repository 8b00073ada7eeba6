package io.clusterline.infra.network;

import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.TaintEffect;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The groups of the machines from which Prometheus asks: those for monitoring; without any, those
 * of the workers that take its pods, if the cluster has it at all.
 */
final class MonitoringGroups {

  private static final String PROMETHEUS = "kube-prometheus-stack";

  private MonitoringGroups() {}

  static Set<GroupName> of(ClusterSpec spec) {
    Set<GroupName> groups = of(spec, MonitoringGroups::isForMonitoring);
    boolean installed = spec.addons().stream().anyMatch(addon -> addon.name().equals(PROMETHEUS));
    return groups.isEmpty() && installed ? of(spec, MonitoringGroups::takesPods) : groups;
  }

  private static Set<GroupName> of(ClusterSpec spec, Predicate<NodeSpec> nodes) {
    Set<GroupName> groups = EnumSet.noneOf(GroupName.class);
    spec.nodes().stream().filter(nodes).map(GroupName::of).forEach(groups::add);
    return groups;
  }

  private static boolean isForMonitoring(NodeSpec node) {
    return "monitoring".equals(node.labels().get("workload"));
  }

  private static boolean takesPods(NodeSpec node) {
    return node.role() == NodeRole.WORKER
        && node.taints().stream().allMatch(taint -> taint.effect() == TaintEffect.PreferNoSchedule);
  }
}
