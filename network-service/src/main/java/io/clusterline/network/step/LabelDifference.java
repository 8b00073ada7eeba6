package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.stage.Found.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes to an object's labels. Only ours: those specified, and those that we set before and
 * that are no longer specified.
 *
 * @param now the object's labels
 * @param former labels that we set before
 */
record LabelDifference(JsonNode now, Map<String, String> wanted, Map<String, String> former) {

  static LabelDifference of(
      JsonNode object, Map<String, String> wanted, Map<String, String> former) {
    return new LabelDifference(object.path("metadata").path("labels"), wanted, former);
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    new TreeMap<>(wanted)
        .forEach((key, value) -> {
          if (!value.equals(currentValue(key))) {
            changes.add(new Change("label " + key, describeValue(key), value));
          }
        });
    keysToRemove()
        .forEach(key -> changes.add(new Change("label " + key, describeValue(key), "absent")));
    return changes;
  }

  /** A merge patch; null takes a label away. */
  ObjectNode patch() {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    ObjectNode labels = patch.putObject("metadata").putObject("labels");
    wanted.forEach(labels::put);
    keysToRemove().forEach(labels::putNull);
    return patch;
  }

  private List<String> keysToRemove() {
    return former.keySet().stream()
        .filter(key -> !wanted.containsKey(key) && now.has(key))
        .sorted()
        .toList();
  }

  private @Nullable String currentValue(String key) {
    return now.has(key) ? now.path(key).asString() : null;
  }

  private String describeValue(String key) {
    return now.has(key) ? now.path(key).asString() : "absent";
  }
}
