package io.clusterline.spec;

import java.util.List;

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
          "argo-cd");

  /** Add-ons whose pods run on nodes for monitoring, else on any worker that accepts them. */
  public static final List<String> ON_WORKERS = List.of("kube-prometheus-stack", "atlantis");

  private AddonNames() {}
}
