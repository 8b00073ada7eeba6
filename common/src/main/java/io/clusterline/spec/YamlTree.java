package io.clusterline.spec;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the nodes of a YAML text into a JSON tree, and aliases into copies. {@link YamlBounds} has
 * checked the resulting size before; merge keys were resolved by the library.
 */
final class YamlTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final YamlPlace place;
  private final Map<String, String> sources = new HashMap<>();

  YamlTree(YamlPlace place) {
    this.place = place;
  }

  Document of(Node root) {
    return new Document(convert("", root, 0), sources);
  }

  private JsonNode convert(String path, Node node, int depth) {
    if (depth > Bounds.MAX_DEPTH) {
      throw place.unreadable(
          node, "its aliases expand without end", "write out what the aliases stand for");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(path, scalar);
      case SequenceNode list when list.getTag().equals(Tag.SEQ) -> array(path, list, depth);
      case MappingNode map when map.getTag().equals(Tag.MAP) -> object(path, map, depth);
      default ->
          throw place.unreadable(
              node, "the tag " + node.getTag() + " is not understood", "remove the tag");
    };
  }

  private JsonNode scalar(String path, ScalarNode node) {
    YamlScalar scalar = new YamlScalar(node);
    try {
      JsonNode value = scalar.value();
      if (scalar.isAmbiguous(value)) {
        sources.put(path, scalar.text());
      }
      return value;
    } catch (IllegalArgumentException e) {
      throw place.unreadable(
          node,
          "\"" + SafeText.value(scalar.text()) + "\" has no value: " + e.getMessage(),
          "remove the tag or correct the value");
    }
  }

  private ArrayNode array(String path, SequenceNode list, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (Node element : list.getValue()) {
      array.add(convert(path + "[" + array.size() + "]", element, depth + 1));
    }
    return array;
  }

  private ObjectNode object(String path, MappingNode map, int depth) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple entry : map.getValue()) {
      String key = key(entry);
      if (object.has(key)) {
        throw place.unreadable(
            entry.getKeyNode(), "found duplicate key " + key, "keep one of them");
      }
      object.set(key, convert(SafeText.child(path, key), entry.getValueNode(), depth + 1));
    }
    return object;
  }

  private String key(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw place.unreadable(
        entry.getKeyNode(), "a key must be a text", "write the key as one word or in quotes");
  }
}
