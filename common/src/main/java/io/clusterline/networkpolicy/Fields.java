package io.clusterline.networkpolicy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * An object of a manifest together with its place in it, so that every fault names its field. A
 * field that is null is one that is not there, as for the API.
 */
record Fields(String path, JsonNode node) {

  Fields {
    if (!node.isObject()) {
      throw new InvalidNetworkPolicyException(
          path.isEmpty() ? "(manifest)" : path, "is not an object");
    }
  }

  /** Refuses misspelt fields: one that is ignored would open or close what nobody meant. */
  Fields only(String... known) {
    Set<String> names = Set.of(known);
    for (String name : node.propertyNames()) {
      if (!names.contains(name)) {
        throw fault(name, "unknown field; known are " + String.join(", ", known));
      }
    }
    return this;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  Fields object(String field) {
    return find(field).orElseThrow(() -> fault(field, "is missing"));
  }

  Optional<Fields> find(String field) {
    return has(field) ? Optional.of(new Fields(at(field), node.get(field))) : Optional.empty();
  }

  String text(String field) {
    return findText(field).orElseThrow(() -> fault(field, "is missing"));
  }

  Optional<String> findText(String field) {
    return has(field) ? Optional.of(textOf(at(field), node.get(field))) : Optional.empty();
  }

  Optional<Integer> findPort(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    JsonNode port = node.get(field);
    if (!port.isInt() || port.intValue() < 1 || port.intValue() > 65_535) {
      throw fault(field, "is no port (1–65535): " + port);
    }
    return Optional.of(port.intValue());
  }

  List<String> texts(String field) {
    return list(field, item -> textOf(item.path(), item.node()));
  }

  List<Fields> objects(String field) {
    return list(field, item -> new Fields(item.path(), item.node()));
  }

  Map<String, String> textByKey(String field) {
    Map<String, String> texts = new TreeMap<>();
    find(field)
        .ifPresent(object ->
            object
                .node()
                .properties()
                .forEach(entry ->
                    texts.put(
                        entry.getKey(), textOf(object.at(entry.getKey()), entry.getValue()))));
    return texts;
  }

  InvalidNetworkPolicyException fault(String field, String reason) {
    return new InvalidNetworkPolicyException(at(field), reason);
  }

  InvalidNetworkPolicyException fault(String reason) {
    return new InvalidNetworkPolicyException(path, reason);
  }

  private record Item(String path, JsonNode node) {}

  private <T> List<T> list(String field, Function<Item, T> read) {
    if (!has(field)) {
      return List.of();
    }
    JsonNode list = node.get(field);
    if (!list.isArray()) {
      throw fault(field, "is not a list");
    }
    return IntStream.range(0, list.size())
        .mapToObj(index -> read.apply(new Item(at(field) + "[" + index + "]", list.get(index))))
        .toList();
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String textOf(String path, JsonNode node) {
    if (!node.isString()) {
      throw new InvalidNetworkPolicyException(path, "is not a text: " + node);
    }
    return node.stringValue();
  }
}
