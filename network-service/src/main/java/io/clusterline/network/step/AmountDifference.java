package io.clusterline.network.step;

import io.clusterline.kubernetes.Quantities;
import io.clusterline.stage.Found.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Compares amounts by resource; {@code 1000m} and {@code 1} are equal. */
final class AmountDifference {

  private AmountDifference() {}

  /**
   * @param field names the amounts in the changes
   */
  static List<Change> changes(String field, JsonNode now, Map<String, String> wanted) {
    List<Change> changes = new ArrayList<>();
    new TreeMap<>(wanted)
        .forEach((resource, amount) -> {
          String present = now.path(resource).asString("absent");
          if (!Quantities.areEqual(present, amount)) {
            changes.add(new Change(field + " " + resource, present, amount));
          }
        });
    now.properties().stream()
        .filter(entry -> !wanted.containsKey(entry.getKey()))
        .forEach(entry ->
            changes.add(
                new Change(field + " " + entry.getKey(), entry.getValue().asString(), "absent")));
    return changes;
  }
}
