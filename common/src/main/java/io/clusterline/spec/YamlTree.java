package io.clusterline.spec;

import java.util.HashMap;
import java.util.LinkedHashMap;
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

/** Turns the nodes of a YAML text into a JSON tree, and aliases into copies. */
final class YamlTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final YamlPlace place;
  private final Map<String, String> sources = new HashMap<>();
  private int values;

  YamlTree(YamlPlace place) {
    this.place = place;
  }

  Document of(Node root) {
    return new Document(convert("", root, 0), sources);
  }

  private JsonNode convert(String path, Node node, int depth) {
    count(node);
    if (depth > Bounds.MAX_DEPTH) {
      throw place.unreadable(node, "its aliases name one another without end", "write them out");
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

  /** A few lines of aliases of aliases reach billions. */
  private void count(Node node) {
    if (++values > Bounds.MAX_VALUES) {
      throw place.unreadable(
          node,
          Bounds.tooManyValues() + " once its aliases are expanded",
          "write out what the aliases stand for");
    }
  }

  private JsonNode scalar(String path, ScalarNode node) {
    YamlScalar scalar = new YamlScalar(node);
    try {
      JsonNode value = scalar.value();
      if (scalar.isWorthKeeping(value)) {
        sources.put(path, scalar.text());
      }
      return value;
    } catch (IllegalArgumentException e) {
      throw place.unreadable(
          node,
          SafeText.value(scalar.text()) + " is no value: " + e.getMessage(),
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
    entries(map, depth)
        .forEach(
            (key, value) -> object.set(key, convert(SafeText.child(path, key), value, depth + 1)));
    return object;
  }

  /** Its own entries, then what it merges; of two merged maps, the first has precedence. */
  private Map<String, Node> entries(MappingNode map, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      if (!isMerge(entry) && entries.put(key(entry), entry.getValueNode()) != null) {
        throw place.unreadable(
            entry.getKeyNode(), "found duplicate key " + key(entry), "keep one of them");
      }
    }
    map.getValue().stream()
        .filter(YamlTree::isMerge)
        .forEach(entry -> merge(entry.getValueNode(), entries, depth + 1));
    return entries;
  }

  private void merge(Node merged, Map<String, Node> entries, int depth) {
    count(merged);
    switch (merged) {
      case MappingNode map when depth <= Bounds.MAX_DEPTH ->
          entries(map, depth)
              .forEach((key, value) -> {
                count(value);
                entries.putIfAbsent(key, value);
              });
      case SequenceNode list when depth <= Bounds.MAX_DEPTH ->
          list.getValue().forEach(one -> merge(one, entries, depth + 1));
      default ->
          throw place.unreadable(
              merged, "only an object can be merged", "name an object, or a list of objects");
    }
  }

  private static boolean isMerge(NodeTuple entry) {
    return entry.getKeyNode().getTag().equals(Tag.MERGE);
  }

  private String key(NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw place.unreadable(
        entry.getKeyNode(), "a key must be a text", "write the key as one word or in quotes");
  }
}
