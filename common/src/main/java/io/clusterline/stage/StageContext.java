package io.clusterline.stage;

import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import java.util.Optional;

/**
 * The context of a step: the outputs of its dependencies, its own intent, a way to report. A
 * service extends it with its adapters (EC2, SSH, Kubernetes, Helm).
 */
public abstract class StageContext {

  private final StageScope scope;

  protected StageContext(StageScope scope) {
    this.scope = scope;
  }

  /** Cluster, generation and build of this run. */
  public final ClusterRef cluster() {
    return scope.cluster();
  }

  /**
   * The value of a dependency.
   *
   * @throws IllegalStateException if the running step did not declare it as a component
   */
  public final <T> T output(Step<?, T> step) {
    return scope.output(step);
  }

  /** The recorded value of the running step, from this run or an earlier one. */
  public final <T> Optional<T> recorded(Kind<?, T> kind) {
    return scope.recorded(kind);
  }

  /** The running step's client token: written to the ledger before {@link Step#apply} is called. */
  public final String clientToken() {
    return scope.clientToken();
  }

  /**
   * A new client token in place of the present one, when the present one's resource is gone for
   * good.
   */
  public final String freshClientToken() {
    return scope.freshClientToken();
  }

  /** The address of the running step; in a removal, of the step whose resource is removed. */
  public final Address address() {
    return scope.address();
  }

  /**
   * Reports what the running step is doing: shown live, and in the error if its deadline passes.
   */
  public final void report(String message) {
    scope.report(message);
  }

  /**
   * Reports what must not be lost although the step succeeds, such as a check that was skipped:
   * shown live, and in the event that ends the step.
   */
  public final void remark(String message) {
    scope.remark(message);
  }

  /**
   * Call it before each mutation of a step that makes several.
   *
   * @throws ClusterlineException if the lease is lost, the build was stopped or the step's deadline
   *     has passed
   */
  public final void beforeMutation() {
    scope.beforeMutation();
  }

  /** Reports that a removal retains something: shown live, and in the event that ends it. */
  public final void retain(Retained retained) {
    scope.retain(retained);
  }

  protected final StageScope scope() {
    return scope;
  }
}
