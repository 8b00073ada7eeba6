package io.clusterline.infra.iam;

import io.clusterline.spec.NodeRole;
import java.util.List;

/**
 * The machines that share one role. Only the control plane runs the controllers that change AWS
 * (EBS driver, load balancer controller, external-dns), so only its role has their rights.
 */
public enum MachineGroup {

  /**
   * Its key is {@code node}: clusters that were built while all machines had one role have it under
   * that key and name, and keep it for their control plane.
   */
  CONTROL_PLANE(
      "node",
      List.of(
          Policy.EBS_CSI,
          Policy.ALB_CONTROLLER,
          Policy.ECR_READ,
          Policy.SSM_CORE,
          Policy.IMAGES_BUCKET,
          Policy.EXTERNAL_DNS)),
  WORKERS("worker", List.of(Policy.ECR_READ, Policy.SSM_CORE, Policy.IMAGES_BUCKET));

  private final String key;
  private final List<Policy> policies;

  MachineGroup(String key, List<Policy> policies) {
    this.key = key;
    this.policies = policies;
  }

  /** The group of a machine with that part in the cluster. */
  public static MachineGroup of(NodeRole role) {
    return switch (role) {
      case CONTROL_PLANE -> CONTROL_PLANE;
      case WORKER -> WORKERS;
    };
  }

  /** The group whose role and profile have that key in the ledger. */
  static MachineGroup ofKey(String key) {
    return key.equals(CONTROL_PLANE.key) ? CONTROL_PLANE : WORKERS;
  }

  /** The permissions of its machines, in a cluster that needs them all. */
  public List<Policy> policies() {
    return policies;
  }

  /** Of its role and profile: in the ledger, and at the end of their names. */
  String key() {
    return key;
  }

  /** Of one of its policies, in the ledger. */
  String keyOf(Policy policy) {
    return this == CONTROL_PLANE ? policy.policyName() : key + "." + policy.policyName();
  }
}
