package io.clusterline.state;

import io.clusterline.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Typed access to documents: read, create, and change by compare-and-set. */
final class Documents<T> {

  private static final int TRIES = 50;

  private final DocumentStore store;
  private final Class<T> type;

  Documents(DocumentStore store, Class<T> type) {
    this.store = store;
    this.type = type;
  }

  Optional<T> read(String key) {
    return store.read(key).map(this::parse);
  }

  /**
   * Applies the change to the stored value, and repeats it until no other writer interferes.
   *
   * @param initial the value when nothing is stored
   * @return the stored value afterwards; unchanged when the change returns its argument
   */
  T change(String key, T initial, UnaryOperator<T> change) {
    for (int i = 0; i < TRIES; i++) {
      try {
        return changeOnce(key, initial, change);
      } catch (ConflictException somebodyElseWasFaster) {
        Thread.onSpinWait();
      }
    }
    throw new ConflictException(key);
  }

  /** Applies the change to the stored value, if there is one. */
  Optional<T> update(String key, UnaryOperator<T> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<DocumentStore.Document> known = store.read(key);
      try {
        return known.map(document -> replaced(document, change));
      } catch (ConflictException somebodyElseWasFaster) {
        Thread.onSpinWait();
      }
    }
    throw new ConflictException(key);
  }

  private T replaced(DocumentStore.Document known, UnaryOperator<T> change) {
    T before = parse(known);
    T after = change.apply(before);
    if (!after.equals(before)) {
      store.replace(known, write(after));
    }
    return after;
  }

  private T changeOnce(String key, T initial, UnaryOperator<T> change) {
    Optional<DocumentStore.Document> known = store.read(key);
    if (known.isPresent()) {
      return replaced(known.get(), change);
    }
    T after = change.apply(initial);
    store.create(key, write(after));
    return after;
  }

  private T parse(DocumentStore.Document document) {
    return Json.MAPPER.readValue(document.body().getBytes(StandardCharsets.UTF_8), type);
  }

  private static String write(Object value) {
    return Json.MAPPER.writeValueAsString(value);
  }
}
