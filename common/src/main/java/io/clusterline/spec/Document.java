package io.clusterline.spec;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A specification as it was read.
 *
 * @param tree the values
 * @param sources the text of unquoted values whose text holds more than the value, such as {@code
 *     1.30} or {@code 0400}, or means something else to other readers, such as {@code no}; by path
 */
record Document(JsonNode tree, Map<String, String> sources) {

  /** From JSON, where every text has quotes. */
  static Document ofJson(JsonNode tree) {
    return new Document(tree, Map.of());
  }
}
