package io.clusterline.kubernetes;

import io.clusterline.event.Retained;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Tenants of a namespace: its workloads, services and volume claims. Configuration, secrets and
 * accounts alone do not make a tenant.
 */
public record NamespaceTenants(KubernetesApi api, String namespace) {

  private static final int NAMED = 5;

  private static final List<Selection> KINDS =
      List.of(
          Selection.all(Kinds.APPS, "Deployment"),
          Selection.all(Kinds.APPS, "StatefulSet"),
          Selection.all(Kinds.APPS, "DaemonSet"),
          Selection.all("batch/v1", "CronJob"),
          Selection.all("batch/v1", "Job"),
          Selection.all("v1", "Pod"),
          Selection.all("v1", "PersistentVolumeClaim"),
          Selection.all("v1", "Service"),
          Selection.all("networking.k8s.io/v1", "Ingress"));

  /** The collections of all kinds that count. */
  public List<Selection> selections() {
    return KINDS.stream().map(kind -> kind.in(namespace)).toList();
  }

  /** As people say it: {@code Deployment shop/cart}. */
  public List<String> list() {
    return KINDS.stream().flatMap(this::of).toList();
  }

  private Stream<String> of(Selection kind) {
    return api.listMetadata(kind.in(namespace)).stream().map(object -> ref(kind, object));
  }

  private static String ref(Selection kind, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return ObjectRef.namespaced(
            kind.apiVersion(),
            kind.kind(),
            metadata.path("namespace").asString(),
            metadata.path("name").asString())
        .toString();
  }

  /** The report of a removal that keeps the namespace because of its tenants. */
  public static Retained retained(String namespace, List<String> tenants) {
    String first = String.join(", ", tenants.subList(0, Math.min(NAMED, tenants.size())));
    String more = tenants.size() > NAMED ? " and " + (tenants.size() - NAMED) + " more" : "";
    return new Retained("namespace " + namespace, "it is not empty: " + first + more);
  }
}
