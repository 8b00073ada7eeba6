package io.clusterline.spec;

/** Add-ons whose pods no node would take: they would fail at their health deadline. */
final class WorkloadCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field nodes = root.get("spec").get("nodes");
    boolean onAll =
        root.get("spec")
            .get("kubernetes")
            .get("allowSchedulingOnControlPlane")
            .node()
            .asBoolean(false);
    if (nodes.items().findAny().isEmpty()
        || nodes
            .items()
            .filter(node -> onAll || isWorker(node))
            .anyMatch(WorkloadCheck::acceptsPods)) {
      return;
    }
    boolean withoutWorkers = nodes.items().noneMatch(WorkloadCheck::isWorker);
    root.get("spec")
        .get("addons")
        .items()
        .filter(
            addon -> addon.get("name").text().filter(AddonNames.ON_WORKERS::contains).isPresent())
        .filter(addon -> !tolerates(addon.get("values")))
        .forEach(addon ->
            findings.add(
                addon.get("name"),
                withoutWorkers
                    ? "no node takes its pods: the cluster has no worker"
                    : "no node takes its pods: every worker has a taint",
                withoutWorkers
                    ? "add a worker, or let pods run on the control plane:"
                        + " spec.kubernetes.allowSchedulingOnControlPlane: true"
                    : "add a worker without taints or with the label workload: monitoring, or set"
                        + " tolerations in its values"));
  }

  private static boolean isWorker(Field node) {
    return !node.get("role").hasText("control-plane");
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
