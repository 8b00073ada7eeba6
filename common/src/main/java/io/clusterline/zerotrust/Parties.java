package io.clusterline.zerotrust;

import io.clusterline.spec.Tier;
import io.clusterline.zerotrust.Party.Addresses;
import io.clusterline.zerotrust.Party.Named;
import io.clusterline.zerotrust.Party.Namespaces;
import io.clusterline.zerotrust.Party.Pods;
import io.clusterline.zerotrust.Party.Tiered;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parties of the dependency table by their names: every tier by its own, and these. Labels are
 * those of the charts' pods (their inventories are in gitops-service).
 */
final class Parties {

  private static final String NAME = "app.kubernetes.io/name";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final String SYSTEM = "kube-system";

  private static final Map<String, Party> BY_TEXT = new LinkedHashMap<>();

  static {
    for (Addresses addresses : Addresses.values()) {
      BY_TEXT.put(addresses.text(), addresses);
    }
    for (Tier tier : Tier.values()) {
      add(tier.value(), new Tiered(tier, false), Map.of());
    }
    add("every pod", new Tiered(null, false), Map.of());
    add("internetAccess", new Tiered(null, true), Map.of());

    add("prometheus", new Named("monitoring"), Map.of(NAME, "prometheus"));
    add("grafana", new Named("monitoring"), Map.of(NAME, "grafana"));
    add(
        "prometheus-operator",
        new Named("monitoring"),
        Map.of("app", "kube-prometheus-stack-operator"));
    add("atlantis", new Named("atlantis"), Map.of("app", "atlantis"));
    add("argocd", new Named("argocd"), Map.of());
    add("argocd-server", new Named("argocd"), Map.of(NAME, "argocd-server"));
    add("cert-manager", new Named("cert-manager"), Map.of());
    add("cert-manager-webhook", new Named("cert-manager"), Map.of(NAME, "webhook"));
    add("external-secrets", new Named("external-secrets"), Map.of());
    add(
        "external-secrets-webhook",
        new Named("external-secrets"),
        Map.of(NAME, "external-secrets-webhook"));
    add("external-dns", new Named("external-dns"), Map.of());

    add("coredns", new Named(SYSTEM), Map.of("k8s-app", "kube-dns"));
    add("calico-kube-controllers", new Named(SYSTEM), Map.of("k8s-app", "calico-kube-controllers"));
    addSystem("metrics-server");
    addSystem("aws-load-balancer-controller");
    add(
        "ebs-csi-controller",
        new Named(SYSTEM),
        Map.of(
            "app",
            "ebs-csi-controller",
            NAME,
            "aws-ebs-csi-driver",
            INSTANCE,
            "aws-ebs-csi-driver"));
  }

  private Parties() {}

  static Party of(String text) {
    Party party = BY_TEXT.get(text);
    if (party == null) {
      throw new IllegalArgumentException("no party " + text + ", only " + BY_TEXT.keySet());
    }
    return party;
  }

  private static void add(String text, Namespaces namespaces, Map<String, String> labels) {
    BY_TEXT.put(text, new Pods(text, namespaces, labels));
  }

  private static void addSystem(String name) {
    add(name, new Named(SYSTEM), Map.of(NAME, name, INSTANCE, name));
  }
}
