package io.clusterline.gitops.step;

import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Shared by steps that apply one manifest. */
final class Applied {

  private Applied() {}

  /** A kind of such steps; the value is the object's name. */
  static Kind<Platform, String> kind(
      String name, String apiVersion, String kind, String namespace) {
    return Kind.<Platform, String>of(
            name,
            String.class,
            (platform, object) ->
                platform.kubernetes().delete(ref(apiVersion, kind, namespace, object)),
            (platform, intent) -> Optional.of(intent.address().key())) // its name is its key
        .with(Trait.IN_CLUSTER);
  }

  private static ObjectRef ref(String apiVersion, String kind, String namespace, String name) {
    return namespace.isEmpty()
        ? ObjectRef.cluster(apiVersion, kind, name)
        : ObjectRef.namespaced(apiVersion, kind, namespace, name);
  }

  /** In sync when the object has all fields of the manifest, whatever else it has. */
  static Found<String> find(Platform platform, JsonNode manifest) {
    ObjectRef ref = ObjectRef.of(manifest);
    return platform
        .kubernetes()
        .get(ref)
        .map(object ->
            holds(object, manifest)
                ? Found.inSync(ref.name())
                : Found.drifted(ref.name(), new Found.Change("fields", "changed", "as specified")))
        .orElseGet(Found::missing);
  }

  static String apply(Platform platform, JsonNode manifest) {
    platform.kubernetes().apply(manifest);
    return ObjectRef.of(manifest).name();
  }

  private static boolean holds(JsonNode object, JsonNode wanted) {
    return wanted.isObject()
        ? wanted.properties().stream()
            .allMatch(field -> holds(object.path(field.getKey()), field.getValue()))
        : object.equals(wanted);
  }
}
