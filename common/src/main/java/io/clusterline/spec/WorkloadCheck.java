package io.clusterline.spec;

import java.util.stream.Stream;

/** Add-ons whose pods no node would take: they would fail at their health deadline. */
final class WorkloadCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field nodes = root.get("spec").get("nodes");
    if (nodes.items().findAny().isEmpty() || workers(nodes).anyMatch(WorkloadCheck::acceptsPods)) {
      return;
    }
    root.get("spec")
        .get("addons")
        .items()
        .filter(
            addon -> addon.get("name").text().filter(AddonNames.ON_WORKERS::contains).isPresent())
        .filter(addon -> !tolerates(addon.get("values")))
        .forEach(addon ->
            findings.add(
                addon.get("name"),
                workers(nodes).findAny().isEmpty()
                    ? "no node takes its pods: the cluster has no worker"
                    : "no node takes its pods: every worker has a taint",
                "add a worker without taints or with the label workload: monitoring, or set"
                    + " tolerations in its values"));
  }

  private static Stream<Field> workers(Field nodes) {
    return nodes.items().filter(node -> !node.get("role").hasText("control-plane"));
  }

  /** The catalogue's monitoring workloads tolerate the taints of nodes for monitoring. */
  private static boolean acceptsPods(Field worker) {
    return worker.get("labels").get("workload").hasText("monitoring")
        || worker
            .get("taints")
            .items()
            .allMatch(taint -> taint.get("effect").hasText("PreferNoSchedule"));
  }

  private static boolean tolerates(Field values) {
    return values.get("tolerations").isPresent()
        || values.items().anyMatch(WorkloadCheck::tolerates)
        || values.entries().values().stream().anyMatch(WorkloadCheck::tolerates);
  }
}
