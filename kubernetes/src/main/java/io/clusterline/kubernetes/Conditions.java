package io.clusterline.kubernetes;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads {@code status.conditions}. */
final class Conditions {

  private Conditions() {}

  static Optional<JsonNode> find(JsonNode object, String type) {
    return object
        .path("status")
        .path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").equals(type))
        .findFirst();
  }

  static boolean isTrue(JsonNode object, String type) {
    return find(object, type).map(c -> c.path("status").asString("").equals("True")).orElse(false);
  }

  /** {@code Reason: message}, or that the condition was never reported. */
  static String describe(JsonNode object, String type) {
    return find(object, type)
        .map(c -> c.path("reason").asString("no reason") + ": " + c.path("message").asString(""))
        .orElse("condition " + type + " not reported yet");
  }

  /** Empty when a CustomResourceDefinition is established. */
  static String established(JsonNode definition) {
    if (find(definition, "NamesAccepted").isPresent() && !isTrue(definition, "NamesAccepted")) {
      return describe(definition, "NamesAccepted");
    }
    return isTrue(definition, "Established") ? "" : describe(definition, "Established");
  }
}
