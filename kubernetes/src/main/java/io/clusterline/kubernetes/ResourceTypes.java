package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import io.kubernetes.client.Discovery;
import io.kubernetes.client.Discovery.APIResource;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps kinds to their API resources, as the API server's discovery reports them. */
final class ResourceTypes {

  private final Server server;
  private final Discovery discovery;
  private final Map<String, Map<String, ResourceType>> byVersion = new ConcurrentHashMap<>();

  ResourceTypes(Server server) {
    this.server = server;
    this.discovery = new Discovery(server.client());
  }

  /**
   * A kind's place.
   *
   * @param root {@code /apis/apps/v1}
   * @param plural {@code deployments}
   */
  record ResourceType(DynamicKubernetesApi api, String root, String plural, boolean namespaced) {

    String collection(@Nullable String namespace) {
      return root + (namespace == null ? "" : "/namespaces/" + namespace) + "/" + plural;
    }

    String object(ObjectRef ref) {
      return collection(namespace(ref)) + "/" + ref.name();
    }

    /** Null for cluster-scoped kinds. */
    @Nullable String namespace(ObjectRef ref) {
      return namespaced ? ref.in("default").namespace() : null;
    }
  }

  ResourceType of(String apiVersion, String kind) {
    return find(apiVersion, kind)
        .orElseThrow(() ->
            new KubernetesException(
                ErrorCode.KUBERNETES_REJECTED,
                404,
                "NotFound",
                "the API server at %s knows no kind %s in %s; apply its CustomResourceDefinition first"
                    .formatted(server.address(), kind, apiVersion)));
  }

  /** Repeats the discovery for an unknown kind: its definition may be new. */
  Optional<ResourceType> find(String apiVersion, String kind) {
    ResourceType known = byVersion.getOrDefault(apiVersion, Map.of()).get(kind);
    if (known == null) {
      byVersion.put(apiVersion, discover(apiVersion));
      known = byVersion.getOrDefault(apiVersion, Map.of()).get(kind);
    }
    return Optional.ofNullable(known);
  }

  private Map<String, ResourceType> discover(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    String root = (group.isEmpty() ? "/api/" : "/apis/") + apiVersion;
    try {
      return server
          .run("GET " + root, () -> discovery.findAll(group, List.of(version), version, root))
          .stream()
          .collect(Collectors.toMap(APIResource::getKind, found -> type(found, root)));
    } catch (KubernetesException e) {
      if (e.status() == 404) {
        return Map.of();
      }
      throw e;
    }
  }

  private ResourceType type(APIResource found, String root) {
    return new ResourceType(
        new DynamicKubernetesApi(
            found.getGroup(),
            found.getPreferredVersion(),
            found.getResourcePlural(),
            server.client()),
        root,
        found.getResourcePlural(),
        found.getNamespaced());
  }
}
