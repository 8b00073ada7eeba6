package io.clusterline.spec;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns what the YAML library built into a JSON tree, and aliases into copies. */
final class YamlTree {

  /**
   * A real specification has a few thousand; aliases of aliases reach billions from a few lines.
   */
  private static final int MAX_VALUES = 100_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String name;
  private int values;

  YamlTree(String name) {
    this.name = name;
  }

  JsonNode of(@Nullable Object value) {
    return convert(value, 0);
  }

  /** Whether the tree has more levels than that. */
  static boolean isDeeperThan(int levels, JsonNode tree) {
    return tree.isContainer()
        && (levels == 0 || tree.valueStream().anyMatch(child -> isDeeperThan(levels - 1, child)));
  }

  private JsonNode convert(@Nullable Object value, int depth) {
    if (++values > MAX_VALUES || depth > YamlText.MAX_DEPTH) {
      throw YamlText.unreadable(
          name, "its aliases expand without end", "write out what the aliases stand for");
    }
    return switch (value) {
      case null -> NODES.nullNode();
      case Map<?, ?> map -> object(map, depth);
      case Iterable<?> list -> array(list, depth);
      case Boolean bool -> NODES.booleanNode(bool);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case BigInteger number -> NODES.numberNode(number);
      case Double number -> decimal(number);
      default -> NODES.stringNode(value.toString());
    };
  }

  private ObjectNode object(Map<?, ?> map, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (object.has(key)) {
        throw YamlText.unreadable(name, "found duplicate key " + key, "keep one of them");
      }
      object.set(key, convert(entry.getValue(), depth + 1));
    }
    return object;
  }

  private ArrayNode array(Iterable<?> list, int depth) {
    ArrayNode array = NODES.arrayNode();
    list.forEach(element -> array.add(convert(element, depth + 1)));
    return array;
  }

  /** JSON has no infinity: such a number stays the text that it is. */
  private static JsonNode decimal(Double number) {
    return number.isInfinite() || number.isNaN()
        ? NODES.stringNode(number.toString())
        : NODES.numberNode(number);
  }
}
