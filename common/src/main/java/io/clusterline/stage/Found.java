package io.clusterline.stage;

import java.util.List;

/**
 * What a step sees of its thing in the world, before anything is changed.
 *
 * @param <T> the step's value
 */
public sealed interface Found<T> {

  /** It does not exist: it will be created. */
  record Missing<T>() implements Found<T> {}

  /** It exists and is as wanted: nothing to do. */
  record InSync<T>(T value) implements Found<T> {}

  /**
   * It exists and differs from what is wanted.
   *
   * @param changes the fields that differ, never empty
   * @param replace true when only making it anew can bring it there; needs an approval
   */
  record Drifted<T>(T value, List<Change> changes, boolean replace) implements Found<T> {
    public Drifted {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("Drifted without a change: say InSync");
      }
    }
  }

  /** One field: what it is and what it shall be. */
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
