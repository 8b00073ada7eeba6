package io.clusterline.gitops.inventory;

import io.clusterline.spec.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The values that a chart knows, as paths: {@code a.b} is a value, {@code a.c{}} a map that the
 * chart leaves empty or null and that takes any keys.
 */
public final class ValueKeys {

  private static final String OPEN = "{}";

  /** Maps whose keys are a cluster's own, though a chart has some to begin with. */
  private static final Set<String> FREE = Set.of("nodeSelector", "labels", "annotations");

  private final SortedSet<String> paths = new TreeSet<>();

  private ValueKeys() {}

  /** Those that an inventory lists. */
  public static ValueKeys of(List<String> paths) {
    ValueKeys keys = new ValueKeys();
    keys.paths.addAll(paths);
    return keys;
  }

  /** Those of a chart and of the charts inside it. */
  static ValueKeys of(ChartFiles chart) {
    ValueKeys keys = new ValueKeys();
    keys.add("", chart);
    return keys;
  }

  private void add(String prefix, ChartFiles chart) {
    collect(prefix, chart.values());
    chart
        .dependencies()
        .forEach(inner -> add(prefix + inner.directory().getFileName().toString() + ".", inner));
  }

  private void collect(String prefix, JsonNode map) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String path = prefix + escaped(entry.getKey());
      JsonNode value = entry.getValue();
      boolean open =
          value.isNull() || value.isObject() && (value.isEmpty() || FREE.contains(entry.getKey()));
      paths.add(open ? path + OPEN : path);
      if (value.isObject() && !open) {
        collect(path + ".", value);
      }
    }
  }

  public List<String> paths() {
    return List.copyOf(paths);
  }

  /** A sentence for each key of these values that the chart does not know. */
  public List<String> unknown(JsonNode values) {
    List<String> findings = new ArrayList<>();
    examine("", values, findings);
    return findings;
  }

  private void examine(String prefix, JsonNode map, List<String> findings) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String path = prefix + escaped(entry.getKey());
      if (paths.contains(path)) {
        examine(path + ".", entry.getValue(), findings);
      } else if (!paths.contains(path + OPEN) && !isData(entry.getKey())) {
        findings.add(path + ": the chart does not know it; " + advice(prefix, entry.getKey()));
      }
    }
  }

  /**
   * Names of files and settings, such as {@code server.insecure}, are content and not structure.
   */
  private static boolean isData(String key) {
    return key.contains(".") || key.contains("/");
  }

  private String advice(String prefix, String key) {
    List<String> siblings =
        paths.subSet(prefix, prefix + Character.MAX_VALUE).stream()
            .map(path -> path.substring(prefix.length()))
            .filter(path -> !path.contains("."))
            .map(path -> path.replace(OPEN, ""))
            .toList();
    return siblings.isEmpty() ? "nothing is known there" : Suggestion.advice(key, siblings);
  }

  private static String escaped(String key) {
    return key.replace('.', '·');
  }
}
