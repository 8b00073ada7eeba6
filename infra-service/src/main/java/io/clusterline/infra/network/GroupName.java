package io.clusterline.infra.network;

import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import java.util.List;
import java.util.Locale;

/** The five security groups. */
public enum GroupName {
  MASTER,
  API,
  WORKER,
  INFRA,
  ALB;

  /** The groups that machines are in. */
  public static final List<GroupName> NODES = List.of(MASTER, API, WORKER, INFRA);

  /** The group of a machine: by its role, and for workers by their label {@code role}. */
  public static GroupName of(NodeSpec node) {
    if (node.role() == NodeRole.CONTROL_PLANE) {
      return MASTER;
    }
    return switch (node.labels().getOrDefault("role", "worker")) {
      case "api" -> API;
      case "infrastructure" -> INFRA;
      default -> WORKER;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
