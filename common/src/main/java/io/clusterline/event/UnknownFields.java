package io.clusterline.event;

import io.clusterline.spec.Suggestion;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds fields of a request that are not part of its schema. They would be ignored without notice:
 * a misspelt guard guards nothing. The specification has its own check.
 */
final class UnknownFields {

  private UnknownFields() {}

  /** All of them with their paths and the names that may have been meant; empty: there is none. */
  static List<String> in(JsonNode data, Class<?> record) {
    List<String> unknown = new ArrayList<>();
    collect("data", data, record, unknown);
    return unknown;
  }

  private static void collect(String path, JsonNode node, Class<?> record, List<String> unknown) {
    List<RecordComponent> components = List.of(record.getRecordComponents());
    List<String> names = components.stream().map(RecordComponent::getName).toList();
    for (String name : node.propertyNames()) {
      Optional<RecordComponent> component =
          components.stream().filter(one -> one.getName().equals(name)).findFirst();
      if (component.isEmpty()) {
        String shown = CloudEventCodec.clip(path + "." + name);
        unknown.add(shown + " is not a field: " + Suggestion.advice(name, names));
      } else if (component.get().getType().isRecord()) {
        collect(path + "." + name, node.path(name), component.get().getType(), unknown);
      }
    }
  }
}
