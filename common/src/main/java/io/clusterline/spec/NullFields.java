package io.clusterline.spec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A field without a value is an absent field, as everywhere in Kubernetes. */
final class NullFields {

  private NullFields() {}

  /** A copy without null fields; Helm values keep theirs, where null removes a chart's default. */
  static JsonNode removed(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> removed(object);
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(removed(element)));
        yield copy;
      }
      default -> tree;
    };
  }

  private static ObjectNode removed(ObjectNode object) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    object.forEachEntry((name, value) -> {
      if (!value.isNull()) {
        copy.set(name, name.equals("values") ? value : removed(value));
      }
    });
    return copy;
  }
}
