package io.clusterline.stage;

import java.util.List;

/**
 * The observed state of a step's resource, before anything is changed.
 *
 * @param <T> the step's value
 */
public sealed interface Found<T> {

  /** The resource does not exist: it will be created. */
  record Missing<T>() implements Found<T> {}

  /** The resource exists and matches the specification: nothing to do. */
  record InSync<T>(T value) implements Found<T> {}

  /**
   * The resource exists and differs from the specification.
   *
   * @param changes the fields that differ, never empty
   * @param replace true when only a new resource can match; needs an approval
   */
  record Drifted<T>(T value, List<Change> changes, boolean replace) implements Found<T> {
    public Drifted {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("Drifted without a change: say InSync");
      }
    }
  }

  /** One field with its present and its specified value. */
  record Change(String field, String from, String to) {}

  static <T> Found<T> missing() {
    return new Missing<>();
  }

  static <T> Found<T> inSync(T value) {
    return new InSync<>(value);
  }

  static <T> Found<T> drifted(T value, Change... changes) {
    return new Drifted<>(value, List.of(changes), false);
  }
}
