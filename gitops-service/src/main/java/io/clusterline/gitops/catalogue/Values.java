package io.clusterline.gitops.catalogue;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Helm values as trees: merged as Helm merges them, with placeholders filled in. */
final class Values {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  private static final Pattern SHARE = Pattern.compile("\\$\\{(\\d+)% of ([\\w.]+)}");

  private Values() {}

  /** Maps are merged, anything else of {@code over} replaces; changes {@code under}. */
  static ObjectNode merge(ObjectNode under, JsonNode over) {
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      JsonNode old = under.path(entry.getKey());
      if (old instanceof ObjectNode oldMap && entry.getValue().isObject()) {
        merge(oldMap, entry.getValue());
      } else {
        under.set(entry.getKey(), entry.getValue().deepCopy());
      }
    }
    return under;
  }

  /** The map at a path such as {@code prometheus.prometheusSpec}, created if it does not exist. */
  static ObjectNode at(ObjectNode values, String path) {
    ObjectNode node = values;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
      node = node.withObjectProperty(name);
    }
    return node;
  }

  /** A copy with {@code ${name}} replaced in keys and texts. */
  static ObjectNode filled(ObjectNode values, Map<String, String> by) {
    return mapped(values, text -> fill(text, by));
  }

  private static ObjectNode mapped(ObjectNode values, UnaryOperator<String> by) {
    ObjectNode copy = Json.MAPPER.createObjectNode();
    values.properties().forEach(e -> copy.set(by.apply(e.getKey()), mapped(e.getValue(), by)));
    return copy;
  }

  private static JsonNode mapped(JsonNode value, UnaryOperator<String> by) {
    return switch (value) {
      case ObjectNode object -> mapped(object, by);
      case ArrayNode array -> {
        ArrayNode copy = Json.MAPPER.createArrayNode();
        array.forEach(element -> copy.add(mapped(element, by)));
        yield copy;
      }
      default -> value.isString() ? Json.MAPPER.valueToTree(by.apply(value.stringValue())) : value;
    };
  }

  private static String fill(String text, Map<String, String> by) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(required(found.group(1), by)));
  }

  /**
   * A copy with {@code ${75% of resources.limits.memory}} replaced by so many bytes.
   *
   * @throws ClusterlineException {@link ErrorCode#INVALID_SPECIFICATION} when that value is no
   *     amount of memory
   */
  static ObjectNode computed(ObjectNode values) {
    return mapped(
        values,
        text ->
            SHARE
                .matcher(text)
                .replaceAll(found ->
                    Long.toString(
                        bytes(values, found.group(2)) * Long.parseLong(found.group(1)) / 100)));
  }

  private static long bytes(ObjectNode values, String path) {
    String text = values.at("/" + path.replace('.', '/')).asString("");
    try {
      return Quantities.bytes(text);
    } catch (IllegalArgumentException e) {
      throw new ClusterlineException(
          ErrorCode.INVALID_SPECIFICATION, "values: " + path + " is no amount: '" + text + "'", e);
    }
  }

  private static String required(String name, Map<String, String> by) {
    String value = by.get(name);
    if (value == null) {
      throw new IllegalArgumentException("catalogue: nothing is known as ${" + name + "}");
    }
    return value;
  }
}
