package io.clusterline.stage;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource, and how it is removed. Removal works from the ledger alone, because the step
 * that created the resource may no longer be in the specification; so it belongs to the kind.
 *
 * @param name the first half of an {@link Address}: {@code subnet}
 * @param valueType the value in the ledger, a record or a String that Jackson can write and read
 * @param remover deletes the resource and returns once it is gone; "already gone" is success
 * @param orphans finds what an intent without a recorded value may have left behind
 * @param traits properties that matter for its removal
 * @param outside what has to be deleted outside of the machines when they are deleted with the
 *     resource; null where nothing has
 * @param removalLimit the longest that its removal may take
 */
public record Kind<C extends StageContext, T>(
    String name,
    Class<T> valueType,
    Remover<C, T> remover,
    Orphans<C, T> orphans,
    Set<Trait> traits,
    @Nullable Remover<C, T> outside,
    Duration removalLimit) {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** Properties that matter for the removal of a resource. */
  public enum Trait {
    /** It is inside the machines: when all of them are deleted, it is deleted with them. */
    IN_CLUSTER,
    /** Others that are removed beside this layer use it: it is removed when they are gone. */
    AFTER_OTHERS,
    /** Its removal is irreversible: from a cluster that stays it needs an approval. */
    PREVENT_DESTROY
  }

  /** Removes a resource by its recorded value. */
  @FunctionalInterface
  public interface Remover<C extends StageContext, T> {
    void remove(C context, T value);
  }

  /**
   * Finds a resource that was requested under an intent but never recorded (a crash in between).
   */
  @FunctionalInterface
  public interface Orphans<C extends StageContext, T> {
    Optional<T> find(C context, LedgerEntry intent);
  }

  /** A kind of resource that exists outside of the process and must be removed. */
  public static <C extends StageContext, T> Kind<C, T> of(
      String name, Class<T> valueType, Remover<C, T> remover, Orphans<C, T> orphans) {
    return new Kind<>(name, valueType, remover, orphans, Set.of(), null, LIMIT);
  }

  /** A kind without a resource: a wait, a check, an announcement, a change inside a machine. */
  public static <C extends StageContext, T> Kind<C, T> withoutResource(
      String name, Class<T> valueType) {
    return new Kind<>(
        name,
        valueType,
        (context, value) -> {},
        (context, intent) -> Optional.empty(),
        Set.of(),
        null,
        LIMIT);
  }

  /** The same kind, with that trait. */
  public Kind<C, T> with(Trait trait) {
    return new Kind<>(name, valueType, remover, orphans, Set.of(trait), outside, removalLimit);
  }

  /** The same kind, whose removal may take that long. */
  public Kind<C, T> removedWithin(Duration limit) {
    return new Kind<>(name, valueType, remover, orphans, traits, outside, limit);
  }

  /**
   * The same kind, for a resource inside the machines with one part outside, such as its secret.
   *
   * @param remainder removes that part when all machines are deleted; the cluster may not answer
   *     then
   */
  public Kind<C, T> inClusterBut(Remover<C, T> remainder) {
    return new Kind<>(
        name, valueType, remover, orphans, Set.of(Trait.IN_CLUSTER), remainder, removalLimit);
  }

  /** The remover for the deletion of all machines; empty when there is nothing to do. */
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
