package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import tools.jackson.databind.node.ObjectNode;

/**
 * The namespace of one or more add-ons. One that exists, because the specification lists it or
 * Kubernetes brings it, is left as it is; none is removed, since others may have put things there.
 */
public record AddonNamespace(String name) implements Step<Platform, String> {

  public static final Kind<Platform, String> KIND = Kind.leavingNothing("namespace", String.class);

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
    return platform.kubernetes().get(ObjectRef.cluster("v1", "Namespace", name)).isPresent()
        ? Found.same(name)
        : Found.missing();
  }

  @Override
  public String apply(Platform platform, Found<String> found) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Namespace");
    manifest.putObject("metadata").put("name", name);
    platform.kubernetes().createIfMissing(manifest);
    return name;
  }
}
