package io.clusterline.network.step;

import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Compares an object with the manifest that was applied to make it. */
final class Manifest {

  private Manifest() {}

  /**
   * Whether the object has all fields of the manifest, whatever else it has. The API server leaves
   * out what is empty or false, and numbers may come back in another form.
   */
  static boolean holds(JsonNode object, JsonNode wanted) {
    if (wanted.isObject() && object.isObject()) {
      return wanted.properties().stream()
          .allMatch(field -> holds(object.path(field.getKey()), field.getValue()));
    }
    if (wanted.isArray() && object.isArray()) {
      return object.size() == wanted.size()
          && IntStream.range(0, wanted.size()).allMatch(i -> holds(object.path(i), wanted.path(i)));
    }
    return isNothing(object) ? isNothing(wanted) : equal(object, wanted);
  }

  private static boolean equal(JsonNode object, JsonNode wanted) {
    return object.isNumber() && wanted.isNumber()
        ? object.decimalValue().compareTo(wanted.decimalValue()) == 0
        : object.equals(wanted);
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode()
        || node.isNull()
        || (node.isContainer() && node.isEmpty())
        || (node.isString() && node.stringValue().isEmpty())
        || (node.isBoolean() && !node.booleanValue())
        || (node.isNumber() && node.decimalValue().signum() == 0);
  }
}
