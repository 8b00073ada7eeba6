package io.clusterline.network.calico;

import io.clusterline.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Lists a transformation's changes: a line for each value, by the object and the path in it. */
final class Differences {

  private final List<String> lines = new ArrayList<>();

  private Differences() {}

  /** Of objects in the same order. */
  static List<String> between(List<JsonNode> before, List<JsonNode> after) {
    Differences differences = new Differences();
    for (int i = 0; i < before.size(); i++) {
      differences.compare(ObjectRef.of(before.get(i)) + " ", before.get(i), after.get(i));
    }
    return differences.lines;
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (!before.isContainer() || !after.isContainer()) {
      lines.add(path + ": " + text(before) + " → " + text(after));
      return;
    }
    Map<String, JsonNode> old = members(before);
    Map<String, JsonNode> changed = members(after);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(changed.keySet());
    names.forEach(name ->
        compare(
            path + name,
            old.getOrDefault(name, before.path("absent")),
            changed.getOrDefault(name, after.path("absent"))));
  }

  /** Elements of a list by their name, or by what they are. */
  private static Map<String, JsonNode> members(JsonNode container) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    if (container.isObject()) {
      container.properties().forEach(entry -> members.put("/" + entry.getKey(), entry.getValue()));
    } else {
      container.forEach(element ->
          members.put("[" + element.path("name").asString(element.toString()) + "]", element));
    }
    return members;
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() ? "absent" : value.toString();
  }
}
