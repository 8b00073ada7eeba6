package io.clusterline.kubernetes;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The kind and versions that a CustomResourceDefinition makes the API serve. */
record ServedKinds(String kind, List<String> versions) {

  static ServedKinds of(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    String group = spec.path("group").asString();
    return new ServedKinds(
        spec.path("names").path("kind").asString(),
        spec.path("versions")
            .valueStream()
            .filter(version -> version.path("served").asBoolean())
            .map(version -> group + "/" + version.path("name").asString())
            .toList());
  }

  /** Whether the object is of this kind, in one of these versions. */
  boolean includes(JsonNode object) {
    return object.path("kind").asString("").equals(kind)
        && versions.contains(object.path("apiVersion").asString(""));
  }
}
