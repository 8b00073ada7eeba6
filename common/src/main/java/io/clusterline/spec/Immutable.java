package io.clusterline.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Unmodifiable copies that keep the order of entries: an event must have the same bytes in every
 * process, so {@link Map#copyOf}, whose order changes with every JVM, will not do.
 */
final class Immutable {

  private Immutable() {}

  /** A copy; an absent list is an empty one. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** A copy in the same order; an absent map is an empty one. */
  static <V> Map<String, V> map(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** A copy whose nested maps and lists are copies too. */
  static Map<String, Object> tree(@Nullable Map<String, Object> map) {
    if (map == null) {
      return Map.of();
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, node(value)));
    return Collections.unmodifiableMap(copy);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a Helm value may be null: it removes a default
  private static Object node(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> tree((Map<String, Object>) map);
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(node(element)));
        yield Collections.unmodifiableList(copy);
      }
      case null -> null;
      default -> value;
    };
  }
}
