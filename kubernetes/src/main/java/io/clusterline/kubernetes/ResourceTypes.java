package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Where each kind lives in the API, as the API server itself says. */
final class ResourceTypes {

  /** A kind's place: {@code /apis/apps/v1} and {@code deployments}. */
  record ResourceType(String root, String plural, boolean namespaced) {

    String collection(Optional<String> namespace) {
      String scope = namespace.map(name -> "/namespaces/" + name).orElse("");
      return root + scope + "/" + plural;
    }

    String object(ObjectRef ref) {
      Optional<String> namespace =
          namespaced ? Optional.ofNullable(ref.in("default").namespace()) : Optional.empty();
      return collection(namespace) + "/" + ref.name();
    }
  }

  private final Connection connection;
  private final Map<String, Map<String, ResourceType>> byVersion = new ConcurrentHashMap<>();

  ResourceTypes(Connection connection) {
    this.connection = connection;
  }

  ResourceType of(String apiVersion, String kind) {
    return find(apiVersion, kind)
        .orElseThrow(() ->
            new KubernetesException(
                ErrorCode.KUBERNETES_REJECTED,
                404,
                "NotFound",
                "the API server at "
                    + connection.address()
                    + " knows no kind "
                    + kind
                    + " in "
                    + apiVersion
                    + "; apply its CustomResourceDefinition first"));
  }

  /** Asks again for a kind that was not known before: its definition may be new. */
  Optional<ResourceType> find(String apiVersion, String kind) {
    ResourceType known = byVersion.getOrDefault(apiVersion, Map.of()).get(kind);
    if (known == null) {
      byVersion.put(apiVersion, discover(apiVersion));
      known = byVersion.getOrDefault(apiVersion, Map.of()).get(kind);
    }
    return Optional.ofNullable(known);
  }

  private Map<String, ResourceType> discover(String apiVersion) {
    String root = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    try {
      return read(root, connection.call("GET", root, Map.of()));
    } catch (KubernetesException e) {
      if (e.status() == 404) {
        return Map.of();
      }
      throw e;
    }
  }

  private static Map<String, ResourceType> read(String root, JsonNode list) {
    Map<String, ResourceType> types = new HashMap<>();
    for (JsonNode resource : list.path("resources")) {
      String plural = resource.path("name").asString();
      if (!plural.contains("/")) { // subresources are not kinds of their own
        types.put(
            resource.path("kind").asString(),
            new ResourceType(root, plural, resource.path("namespaced").asBoolean()));
      }
    }
    return types;
  }
}
