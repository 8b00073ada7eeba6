package io.clusterline.spec;

import java.util.List;
import java.util.Optional;

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
    if (nodes.items().findAny().isEmpty()) {
      return;
    }
    List<Field> workers = nodes.items().filter(node -> onAll || isWorker(node)).toList();
    root.get("spec")
        .get("addons")
        .items()
        .filter(addon -> isHomeless(addon.get("name"), workers))
        .filter(addon -> !tolerates(addon.get("values")))
        .forEach(addon ->
            refuse(addon.get("name"), nodes.items().noneMatch(WorkloadCheck::isWorker), findings));
  }

  private static void refuse(Field name, boolean withoutWorkers, Findings findings) {
    String workload = name.text().map(AddonNames.ON_WORKERS::get).orElseThrow();
    findings.add(
        name,
        withoutWorkers
            ? "no node takes its pods: the cluster has no worker"
            : "no node takes its pods: every worker has a taint",
        withoutWorkers
            ? "add a worker, or let pods run on the control plane:"
                + " spec.kubernetes.allowSchedulingOnControlPlane: true"
            : "add a worker without taints or with the label workload: "
                + workload
                + ", or set tolerations in its values");
  }

  private static boolean isWorker(Field node) {
    return !node.get("role").hasText("control-plane");
  }

  private static boolean isHomeless(Field addon, List<Field> workers) {
    return addon
        .text()
        .flatMap(name -> Optional.ofNullable(AddonNames.ON_WORKERS.get(name)))
        .filter(workload -> workers.stream().noneMatch(node -> acceptsPods(node, workload)))
        .isPresent();
  }

  /** The catalogue's workloads tolerate the taints of the nodes that are labelled for them. */
  private static boolean acceptsPods(Field worker, String workload) {
    return worker.get("labels").get("workload").hasText(workload)
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
