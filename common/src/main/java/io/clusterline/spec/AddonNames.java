package io.clusterline.spec;

import java.util.List;
import java.util.Map;

/** The add-ons that a specification may name: exactly those of gitops-service's catalogue. */
public final class AddonNames {

  public static final List<String> ALL =
      List.of(
          "metrics-server",
          "cert-manager",
          "aws-ebs-csi-driver",
          "aws-load-balancer-controller",
          "kube-prometheus-stack",
          "atlantis",
          "argo-cd",
          "external-secrets",
          "external-dns",
          "postgres",
          "redis",
          "rabbitmq");

  /**
   * Add-ons whose pods run on nodes with that label {@code workload}, else on any worker that
   * accepts them.
   */
  public static final Map<String, String> ON_WORKERS =
      Map.of(
          "kube-prometheus-stack", "monitoring",
          "atlantis", "monitoring",
          "postgres", "database",
          "redis", "cache",
          "rabbitmq", "message-queue");

  /** Add-ons that do nothing without {@code spec.domain}. */
  public static final List<String> OF_A_DOMAIN = List.of("external-dns");

  private AddonNames() {}
}
