package io.clusterline.stage;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import java.util.List;

/**
 * One layer's part of a build. {@link #compose} is its table of contents.
 *
 * @param <E> the event that triggers it
 * @param <C> the context its steps work with
 */
public interface StageDefinition<E extends StageTrigger, C extends StageContext> {

  StageName name();

  Class<E> trigger();

  /** Opens the adapters for one run. Closed at its end when it is {@link AutoCloseable}. */
  C context(StageScope scope, E trigger);

  /**
   * Adds the stage's steps, top to bottom as the layer is built, and returns the stage's result.
   */
  Result compose(StepGraph<C> graph, E trigger);

  /** All kinds that this stage ever recorded in its ledger; removal needs them. */
  List<Kind<C, ?>> kinds();

  /**
   * Reclaims what the cluster itself created outside of its machines, before they are deleted: load
   * balancers, volumes. Runs as a step, with a deadline; a failure does not stop the removal.
   *
   * @return what could not be reclaimed and why
   */
  default List<Retained> release(C context) {
    return List.of();
  }

  /**
   * Lists what is left after everything was removed, from the provider and not the ledger.
   *
   * @return each resource by its name and what blocks it; empty when nothing is left
   */
  default List<String> leftovers(C context) {
    return List.of();
  }

  /** The event that ends the stage, from the outputs of its steps. */
  @FunctionalInterface
  interface Result {
    ClusterEvent of(Outputs outputs);
  }
}
