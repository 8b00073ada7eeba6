package io.clusterline.stage;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a family of steps makes, and how it is removed. Removal works from the ledger alone, when
 * the step that made the thing may be gone from the specification; so it belongs to the kind.
 *
 * @param name the first half of an {@link Address}: {@code subnet}
 * @param valueType the value in the ledger, a record or a String that Jackson can write and read
 * @param remover takes the thing away and returns once it is gone; "already gone" is success
 * @param orphans finds what an intent without a recorded value may have left behind
 * @param traits what else matters when it is removed
 * @param outside what still has to be done when the machines take the thing with them; null where
 *     nothing has
 */
public record Kind<C extends StageContext, T>(
    String name,
    Class<T> valueType,
    Remover<C, T> remover,
    Orphans<C, T> orphans,
    Set<Trait> traits,
    @Nullable Remover<C, T> outside) {

  /** What else matters when a thing is removed. */
  public enum Trait {
    /** It lives inside the machines: when all of them go, it goes with them. */
    IN_CLUSTER,
    /** Nobody gets it back: it is removed from a living cluster only after somebody agreed. */
    PREVENT_DESTROY
  }

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
    return new Kind<>(name, valueType, remover, orphans, Set.of(), null);
  }

  /**
   * A kind that leaves nothing to remove: a wait, a check, an announcement, a change inside a
   * machine.
   */
  public static <C extends StageContext, T> Kind<C, T> withoutResource(
      String name, Class<T> valueType) {
    return new Kind<>(
        name,
        valueType,
        (context, value) -> {},
        (context, intent) -> Optional.empty(),
        Set.of(),
        null);
  }

  /** The same kind, with that trait. */
  public Kind<C, T> with(Trait trait) {
    return new Kind<>(name, valueType, remover, orphans, Set.of(trait), outside);
  }

  /**
   * The same kind, of a thing that lives inside the machines but for a part, such as its secret.
   *
   * @param remainder takes that part away when all machines go; the cluster may not answer then
   */
  public Kind<C, T> inClusterBut(Remover<C, T> remainder) {
    return new Kind<>(name, valueType, remover, orphans, Set.of(Trait.IN_CLUSTER), remainder);
  }

  /** What of it is to be removed when all machines go; empty when nothing is. */
  Optional<Kind<C, T>> onClusterDelete() {
    if (!hasTrait(Trait.IN_CLUSTER)) {
      return Optional.of(this);
    }
    return Optional.ofNullable(outside)
        .map(remainder -> Kind.of(name, valueType, remainder, orphans));
  }

  public boolean hasTrait(Trait trait) {
    return traits.contains(trait);
  }

  @Override
  public String toString() {
    return name;
  }
}
