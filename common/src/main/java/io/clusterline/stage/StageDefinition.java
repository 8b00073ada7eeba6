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

  /** Adds the stage's steps, top to bottom as the layer is built, and says what they amount to. */
  Result compose(StepGraph<C> graph, E trigger);

  /** All kinds that this stage ever recorded in its ledger: what removal needs. */
  List<Kind<C, ?>> kinds();

  /**
   * Gives back what the cluster itself made outside of its machines, before they all go: load
   * balancers, volumes. Runs as a step, with a deadline; what cannot be given back does not stop
   * the removal.
   *
   * @return what could not be given back and why
   */
  default List<Retained> release(C context) {
    return List.of();
  }

  /**
   * What is still there after everything was removed, by asking the provider and not the ledger.
   *
   * @return each by its name and what holds it; empty is the only good answer
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
