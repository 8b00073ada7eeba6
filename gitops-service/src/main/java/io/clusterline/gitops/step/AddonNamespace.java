package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The namespace of one or more add-ons. A namespace that exists, because the specification lists it
 * or Kubernetes creates it, is left as it is. An annotation marks one that was created for the
 * add-ons: a crash between create and record must not make it look foreign.
 */
public record AddonNamespace(String name) implements Step<Platform, String> {

  public static final Kind<Platform, String> KIND =
      Kind.<Platform, String>of(
              "namespace",
              String.class,
              (platform, name) -> new AddonNamespaceRemoval(platform, name).run(),
              (platform, intent) -> Optional.of(intent.address().key()))
          .with(Trait.IN_CLUSTER);

  private static final String MADE_FOR_ADDONS_OF = "clusterline.io/addons-of";

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public Found<String> find(Platform platform) {
    return platform.kubernetes().get(ref(name)).isPresent() ? Found.inSync(name) : Found.missing();
  }

  @Override
  public String apply(Platform platform, Found<String> found) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Namespace");
    manifest
        .putObject("metadata")
        .put("name", name)
        .putObject("annotations")
        .put(MADE_FOR_ADDONS_OF, platform.cluster().uid());
    platform.kubernetes().createIfMissing(manifest);
    return name;
  }

  static boolean isCreatedFor(String uid, JsonNode namespace) {
    JsonNode annotations = namespace.path("metadata").path("annotations");
    return annotations.path(MADE_FOR_ADDONS_OF).asString("").equals(uid);
  }

  static ObjectRef ref(String name) {
    return ObjectRef.cluster("v1", "Namespace", name);
  }
}
