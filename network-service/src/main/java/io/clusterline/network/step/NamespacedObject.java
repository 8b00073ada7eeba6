package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What steps have in common that make one object of a namespace. */
final class NamespacedObject {

  private static final String NAME = "clusterline";

  private NamespacedObject() {}

  /**
   * A kind of steps whose keys are {@code namespace/name}, or {@code namespace} where the object
   * has our name.
   */
  static Kind<ClusterNetwork, ObjectRef> kind(String kind, String apiVersion, String objectKind) {
    return Kind.<ClusterNetwork, ObjectRef>of(
            kind,
            ObjectRef.class,
            (network, ref) -> AppliedObjects.delete(network, List.of(ref)),
            (network, intent) -> Optional.of(refOf(apiVersion, objectKind, intent.address().key())))
        .with(Trait.IN_CLUSTER);
  }

  private static ObjectRef refOf(String apiVersion, String objectKind, String key) {
    int slash = key.indexOf('/');
    return slash < 0
        ? ObjectRef.namespaced(apiVersion, objectKind, key, NAME)
        : ObjectRef.namespaced(
            apiVersion, objectKind, key.substring(0, slash), key.substring(slash + 1));
  }

  /** The one object of that kind that we make in a namespace. */
  static ObjectRef ours(String apiVersion, String objectKind, String namespace) {
    return ObjectRef.namespaced(apiVersion, objectKind, namespace, NAME);
  }

  /** A manifest without a specification, marked as ours for people who look. */
  static ObjectNode manifest(ObjectRef ref) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", ref.apiVersion()).put("kind", ref.kind());
    ObjectNode metadata = manifest.putObject("metadata");
    metadata.put("name", ref.name()).put("namespace", ref.namespace());
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", NAME);
    return manifest;
  }
}
