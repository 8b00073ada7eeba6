package io.clusterline.spec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills in absent fields with the schema's {@code default}. */
final class Defaults {

  private final JsonNode schema;

  Defaults(JsonNode schema) {
    this.schema = schema;
  }

  /** Changes the tree. */
  void fillIn(JsonNode tree) {
    fillIn(schema, tree);
    nameControlPlane(tree);
  }

  private void fillIn(JsonNode type, JsonNode value) {
    JsonNode definition = definition(type);
    if (value instanceof ObjectNode object) {
      definition.path("properties").forEachEntry((name, field) -> fillIn(object, name, field));
    }
    if (value.isArray()) {
      value.forEach(element -> fillIn(definition.path("items"), element));
    }
  }

  private void fillIn(ObjectNode object, String name, JsonNode field) {
    if (!object.has(name) && field.has("default")) {
      object.set(name, field.get("default").deepCopy());
    }
    fillIn(field, object.path(name));
  }

  private JsonNode definition(JsonNode type) {
    String reference = type.path("$ref").asString("");
    return reference.isEmpty() ? type : schema.at(reference.substring(1));
  }

  private static void nameControlPlane(JsonNode tree) {
    JsonNode name = tree.path("metadata").path("name");
    if (tree.path("spec").path("kubernetes") instanceof ObjectNode kubernetes
        && name.isString()
        && !kubernetes.has("controlPlaneEndpoint")) {
      kubernetes.put("controlPlaneEndpoint", "api." + name.stringValue() + ".internal");
    }
  }
}
