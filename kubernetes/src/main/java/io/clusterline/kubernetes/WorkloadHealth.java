package io.clusterline.kubernetes;

/**
 * Health of a workload.
 *
 * @param detail {@code 3/3 available}, or the reason why not
 * @param impossible whether the kubelet says that it can never run as it is specified
 */
public record WorkloadHealth(
    ObjectRef workload, boolean healthy, String detail, boolean impossible) {

  public WorkloadHealth(ObjectRef workload, boolean healthy, String detail) {
    this(workload, healthy, detail, false);
  }

  static WorkloadHealth missing(ObjectRef ref) {
    return new WorkloadHealth(ref, false, "does not exist");
  }

  /** {@code Deployment argocd/argocd-server: 0/1 available; …}. */
  @Override
  public String toString() {
    return workload + ": " + detail;
  }
}
