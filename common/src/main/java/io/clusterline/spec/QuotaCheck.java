package io.clusterline.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Quotas that Kubernetes would not take, or under which it would refuse pods that nobody meant: a
 * quota of a resource refuses every container that does not say how much of it it wants.
 */
final class QuotaCheck implements Check {

  private static final List<String> OF_CONTAINERS =
      List.of("requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

  private static final List<String> KNOWN =
      Stream.concat(
              OF_CONTAINERS.stream(),
              Stream.of(
                  "pods",
                  "services",
                  "services.nodeports",
                  "services.loadbalancers",
                  "persistentvolumeclaims",
                  "requests.storage",
                  "requests.ephemeral-storage",
                  "limits.ephemeral-storage",
                  "configmaps",
                  "secrets",
                  "replicationcontrollers"))
          .toList();

  private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");

  @Override
  public void check(Field root, Findings findings) {
    root.get("spec")
        .get("namespaces")
        .items()
        .forEach(namespace -> {
          namespace
              .get("quota")
              .entries()
              .forEach((resource, amount) -> {
                checkKnown(resource, amount, findings);
                checkDefault(namespace.get("limits"), resource, amount, findings);
              });
          namespace.get("limits").entries().values().stream()
              .flatMap(kind -> kind.entries().entrySet().stream())
              .forEach(limit -> checkCompute(limit.getKey(), limit.getValue(), findings));
        });
  }

  private static void checkKnown(String resource, Field amount, Findings findings) {
    if (!KNOWN.contains(resource) && !resource.startsWith("count/")) {
      findings.add(
          amount, "Kubernetes counts no such resource", Suggestion.advice(resource, KNOWN));
    }
  }

  private static void checkCompute(String resource, Field amount, Findings findings) {
    if (!COMPUTE.contains(resource)) {
      findings.add(amount, "no resource of a container", Suggestion.advice(resource, COMPUTE));
    }
  }

  /** A default limit is also the default request, and the largest limit is the default one. */
  private static void checkDefault(Field limits, String resource, Field amount, Findings findings) {
    int dot = resource.indexOf('.');
    if (!OF_CONTAINERS.contains(resource)) {
      return;
    }
    String name = resource.substring(dot + 1);
    String own = resource.startsWith("requests") ? "defaultRequest" : "default";
    Optional<String> given =
        Stream.of(own, "default", "max")
            .filter(kind -> limits.get(kind).get(name).isPresent())
            .findFirst();
    if (given.isEmpty()) {
      findings.add(
          amount,
          "refuses every container that does not say its " + resource,
          "add limits: {" + own + ": {" + name + ": …}} to the namespace");
    }
  }
}
