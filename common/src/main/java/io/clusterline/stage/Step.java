package io.clusterline.stage;

import java.time.Duration;

/**
 * One unit of a layer: one AWS resource, one node's join, one add-on.
 *
 * <p>A step is a <b>record</b>. Its components are the specification of its resource; components
 * that are steps, or lists of steps, are its dependencies, which {@link StepGraph} reads.
 *
 * @param <C> the stage's context: the adapters that the step works with
 * @param <T> the value it produces, recorded in the ledger and passed to dependants
 */
public interface Step<C extends StageContext, T> {

  /** The kind of its resource, which defines the removal. */
  Kind<C, T> kind();

  /** Its name within the kind. */
  String key();

  /** Reads the actual state, changes nothing. */
  Found<T> find(C context);

  /**
   * Creates the resource, or repairs what differs. Safe to repeat: a create that must not happen
   * twice carries {@link StageContext#clientToken()}.
   *
   * @param found {@link Found.Missing} or {@link Found.Drifted}
   */
  T apply(C context, Found<T> found);

  /**
   * Whether a replacement that was approved has to wait for a later build. Until then its resource
   * stays as it is, and that is what dependants get.
   */
  default boolean isPostponed(C context, Found.Drifted<T> found) {
    return false;
  }

  /** How long it may take, find and apply together, before it is stopped and counted as failed. */
  default Duration deadline() {
    return Duration.ofMinutes(10);
  }

  default Address address() {
    return new Address(kind().name(), key());
  }
}
