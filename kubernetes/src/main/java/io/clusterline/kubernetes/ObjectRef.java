package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Identifies one object.
 *
 * @param apiVersion {@code v1}, {@code apps/v1}
 * @param kind {@code Deployment}
 * @param namespace null for cluster-scoped objects
 */
public record ObjectRef(String apiVersion, String kind, @Nullable String namespace, String name) {

  public static ObjectRef cluster(String apiVersion, String kind, String name) {
    return new ObjectRef(apiVersion, kind, null, name);
  }

  public static ObjectRef namespaced(
      String apiVersion, String kind, String namespace, String name) {
    return new ObjectRef(apiVersion, kind, namespace, name);
  }

  public static ObjectRef node(String name) {
    return cluster("v1", "Node", name);
  }

  /**
   * The object that a manifest describes.
   *
   * @throws KubernetesException when the manifest names none
   */
  public static ObjectRef of(JsonNode manifest) {
    String namespace = manifest.path("metadata").path("namespace").asString("");
    return new ObjectRef(
        required(manifest, manifest.path("apiVersion"), "apiVersion"),
        required(manifest, manifest.path("kind"), "kind"),
        namespace.isEmpty() ? null : namespace,
        required(manifest, manifest.path("metadata").path("name"), "metadata.name"));
  }

  private static String required(JsonNode manifest, JsonNode value, String field) {
    String text = value.asString("");
    if (text.isEmpty()) {
      throw new KubernetesException(
          ErrorCode.KUBERNETES_REJECTED,
          KubernetesException.NO_ANSWER,
          "",
          "a manifest of kind "
              + manifest.path("kind").asString("unknown")
              + " has no "
              + field
              + "; add it");
    }
    return text;
  }

  ObjectRef in(String defaultNamespace) {
    return namespace == null ? namespaced(apiVersion, kind, defaultNamespace, name) : this;
  }

  /** As people say it: {@code Deployment argocd/argocd-server}. */
  @Override
  public String toString() {
    return kind + " " + (namespace == null ? "" : namespace + "/") + name;
  }
}
