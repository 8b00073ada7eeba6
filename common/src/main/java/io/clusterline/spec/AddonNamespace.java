package io.clusterline.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where an add-on's pods run, and the strictest level of Pod Security that admits them all.
 *
 * @param tier that its pods have, whether the namespace says so or not
 * @param reason what a stricter level would refuse; empty for the strictest
 */
public record AddonNamespace(
    String addon, String namespace, Tier tier, PodSecurity admittedBy, String reason) {

  /** As in gitops-service's catalogue; levels from the charts' pods. Kube-system is not ours. */
  public static final List<AddonNamespace> ALL =
      List.of(
          new AddonNamespace(
              "kube-prometheus-stack",
              "monitoring",
              Tier.OBSERVABILITY,
              PodSecurity.PRIVILEGED,
              "node-exporter uses its node's network, processes and files"),
          new AddonNamespace(
              "atlantis",
              "atlantis",
              Tier.INFRASTRUCTURE,
              PodSecurity.BASELINE,
              "its container keeps capabilities"),
          new AddonNamespace("argo-cd", "argocd", Tier.INFRASTRUCTURE, PodSecurity.RESTRICTED, ""),
          new AddonNamespace(
              "cert-manager", "cert-manager", Tier.INFRASTRUCTURE, PodSecurity.RESTRICTED, ""),
          new AddonNamespace(
              "external-secrets",
              "external-secrets",
              Tier.INFRASTRUCTURE,
              PodSecurity.RESTRICTED,
              ""),
          new AddonNamespace(
              "external-dns", "external-dns", Tier.INFRASTRUCTURE, PodSecurity.RESTRICTED, ""),
          ofData("postgres", "data", Tier.DATA),
          ofData("redis", "data", Tier.DATA),
          ofData("rabbitmq", "messaging", Tier.INTEGRATION));

  private static AddonNamespace ofData(String addon, String namespace, Tier tier) {
    return new AddonNamespace(
        addon, namespace, tier, PodSecurity.BASELINE, "its containers name no seccomp profile");
  }

  static Stream<AddonNamespace> in(String namespace) {
    return ALL.stream().filter(one -> one.namespace().equals(namespace));
  }
}
