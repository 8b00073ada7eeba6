package io.clusterline.cli.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn over and over in a few rows: each thing keeps its row as long as it is there, and
 * what is new takes the first free one, so that nothing jumps.
 */
public final class Rows {

  private final List<@Nullable String> keys = new ArrayList<>();

  /** Forgets what was where. */
  public void clear() {
    keys.clear();
  }

  /**
   * @param lines by key, the most important first
   * @param height number of rows; the last one counts what has no room
   */
  List<String> place(Map<String, String> lines, int height) {
    int room = lines.size() <= height ? height : height - 1;
    while (keys.size() > Math.max(room, 0)) {
      keys.removeLast();
    }
    keys.replaceAll(key -> key == null || lines.containsKey(key) ? key : null);
    Map<String, String> waiting = new LinkedHashMap<>(lines);
    waiting.keySet().removeAll(keys);
    waiting.keySet().forEach(key -> add(key, room));
    List<String> rows = new ArrayList<>();
    keys.forEach(key -> rows.add(key == null ? "" : lines.getOrDefault(key, "")));
    int left = lines.size() - (int) keys.stream().filter(key -> key != null).count();
    if (left > 0 && height > 0) {
      rows.add("       … and " + left + " more");
    }
    return rows;
  }

  private void add(String key, int room) {
    int free = keys.indexOf(null);
    if (free >= 0) {
      keys.set(free, key);
    } else if (keys.size() < room) {
      keys.add(key);
    }
  }
}
