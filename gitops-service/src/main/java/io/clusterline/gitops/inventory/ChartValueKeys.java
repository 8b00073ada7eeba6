package io.clusterline.gitops.inventory;

import io.clusterline.spec.Suggestion;
import io.clusterline.spec.ValueKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The values that a chart and the charts inside it know, by their files {@code values.yaml}. */
final class ChartValueKeys {

  /** Maps whose keys are a cluster's own, though a chart has some to begin with. */
  private static final Set<String> FREE = Set.of("nodeSelector", "labels", "annotations");

  private final SortedSet<String> paths = new TreeSet<>();

  private ChartValueKeys() {}

  static ValueKeys of(ChartFiles chart) {
    ChartValueKeys keys = new ChartValueKeys();
    keys.add("", chart);
    return new ValueKeys(chart.version(), keys.paths);
  }

  private void add(String prefix, ChartFiles chart) {
    collect(prefix, chart.values());
    chart
        .dependencies()
        .forEach(inner -> add(prefix + inner.directory().getFileName().toString() + ".", inner));
  }

  private void collect(String prefix, JsonNode map) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String path = prefix + ValueKeys.escaped(entry.getKey());
      JsonNode value = entry.getValue();
      boolean open =
          value.isNull() || value.isObject() && (value.isEmpty() || FREE.contains(entry.getKey()));
      paths.add(open ? path + ValueKeys.OPEN : path);
      if (value.isObject() && !open) {
        collect(path + ".", value);
      }
    }
  }

  /** A sentence for each key of these values that the chart does not list, whatever it is like. */
  static List<String> unknown(ValueKeys keys, JsonNode values) {
    List<String> findings = new ArrayList<>();
    examine(keys, "", values, findings);
    return findings;
  }

  private static void examine(ValueKeys keys, String prefix, JsonNode map, List<String> findings) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String path = prefix + ValueKeys.escaped(entry.getKey());
      if (keys.takesAny(path) || ValueKeys.isContent(entry.getKey())) {
        continue;
      }
      if (keys.knows(path)) {
        examine(keys, path + ".", entry.getValue(), findings);
      } else {
        findings.add(
            path
                + ": the chart does not know it; "
                + Suggestion.advice(entry.getKey(), keys.siblings(prefix)));
      }
    }
  }
}
