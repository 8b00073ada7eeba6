package io.clusterline.spec;

/** Machines that exist and are large enough. */
final class MachineCheck implements Check {

  private static final double LEAST_MEMORY_GIB = 4;

  @Override
  public void examine(Field root, Findings findings) {
    root.get("spec")
        .get("nodes")
        .items()
        .map(node -> node.get("type"))
        .forEach(type -> type.text().ifPresent(name -> examine(type, name, findings)));
  }

  private static void examine(Field type, String name, Findings findings) {
    InstanceTypes.find(name)
        .ifPresentOrElse(
            known -> refuseSmall(type, known, findings),
            () ->
                findings.add(
                    type, "unknown instance type", Suggestion.advice(name, InstanceTypes.names())));
  }

  private static void refuseSmall(Field type, InstanceType known, Findings findings) {
    if (known.memoryGiB() < LEAST_MEMORY_GIB) {
      findings.add(
          type,
          "has less than 4 GiB of memory: kubelet, Calico, the CSI driver and one application do not"
              + " fit, pods are killed and image pulls stall",
          "use t3a.medium or larger");
    }
  }
}
