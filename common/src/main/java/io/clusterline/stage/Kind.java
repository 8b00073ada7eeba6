package io.clusterline.stage;

import java.util.Optional;

/**
 * What a family of steps makes, and how it is removed. Removal works from the ledger alone, when
 * the step that made the thing may be gone from the specification; so it belongs to the kind.
 *
 * @param name the first half of an {@link Address}: {@code subnet}
 * @param valueType the value in the ledger, a record or a String that Jackson can write and read
 * @param remover takes the thing away and returns once it is gone; "already gone" is success
 * @param orphans finds what an intent without a recorded value may have left behind
 */
public record Kind<C extends StageContext, T>(
    String name, Class<T> valueType, Remover<C, T> remover, Orphans<C, T> orphans) {

  /** Removes a thing by its recorded value. */
  @FunctionalInterface
  public interface Remover<C extends StageContext, T> {
    void remove(C context, T value);
  }

  /** Finds a thing that was asked for under an intent but never recorded (a crash in between). */
  @FunctionalInterface
  public interface Orphans<C extends StageContext, T> {
    Optional<T> find(C context, LedgerEntry intent);
  }

  /** A kind of thing that exists outside of us and must be removed. */
  public static <C extends StageContext, T> Kind<C, T> of(
      String name, Class<T> valueType, Remover<C, T> remover, Orphans<C, T> orphans) {
    return new Kind<>(name, valueType, remover, orphans);
  }

  /**
   * A kind that leaves nothing to remove: a wait, a check, an announcement, a change inside a
   * machine.
   */
  public static <C extends StageContext, T> Kind<C, T> leavingNothing(
      String name, Class<T> valueType) {
    return new Kind<>(
        name, valueType, (context, value) -> {}, (context, intent) -> Optional.empty());
  }

  @Override
  public String toString() {
    return name;
  }
}
