package io.clusterline.testkit;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageTrigger;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.PlannedChange;
import io.clusterline.stage.Removal;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Runs a stage alone, as often as a test likes, on one ledger.
 *
 * @param surroundings of the runs: its build and its context
 */
public record StageHarness<E extends StageTrigger, C extends StageContext>(
    StageDefinition<E, C> stage, Surroundings surroundings) {

  /**
   * @param account the AWS account that the stage works in, empty where it has none
   * @param guard throws when the run has lost the right to change anything
   * @param listener hears of each step of an application
   */
  public record Surroundings(
      ClusterRef cluster,
      String account,
      String region,
      Ledger ledger,
      Runnable guard,
      StageSupport support,
      StageListener listener) {

    /** For a stage that has no account, and never loses its right to change anything. */
    public Surroundings(ClusterRef cluster, String region, Ledger ledger, StageSupport support) {
      this(cluster, "", region, ledger, () -> {}, support);
    }

    public Surroundings(
        ClusterRef cluster,
        String account,
        String region,
        Ledger ledger,
        Runnable guard,
        StageSupport support) {
      this(cluster, account, region, ledger, guard, support, StageListener.NONE);
    }

    /** The same, heard by that listener. */
    public Surroundings heardBy(StageListener other) {
      return new Surroundings(cluster, account, region, ledger, guard, support, other);
    }

    private StageScope scope() {
      return new StageScope(cluster, account, region, ledger, guard, support);
    }
  }

  /** Applies the stage. */
  public StageRun apply(E trigger) {
    return apply(trigger, Set.of());
  }

  /**
   * @param approvals addresses whose replacement was agreed to
   */
  public StageRun apply(E trigger, Set<Address> approvals) {
    StepGraph<C> graph = new StepGraph<>();
    StageDefinition.Result result = stage.compose(graph, trigger);
    return run(
        trigger,
        (scope, context) -> {
          StageReport report =
              new StageRunner<>(graph, context, scope, surroundings.listener(), approvals).apply();
          Optional<ClusterEvent> event =
              report.succeeded() ? Optional.of(result.of(scope)) : Optional.empty();
          return new StageRun(report, event, scope.retained(), List.of());
        });
  }

  /** The plan that {@link #apply} would carry out. */
  public List<PlannedChange> plan(E trigger) {
    return run(trigger, (scope, context) -> runner(graph(trigger), scope, context).plan());
  }

  /** Removes the ledger's resources, one by one. */
  public StageRun removeAll(E trigger) {
    return remove(trigger, entry -> true);
  }

  /** Removes the entries of the ledger that match. */
  public StageRun remove(E trigger, Predicate<LedgerEntry> which) {
    return removal(trigger, (removal, context) -> removal.remove(which));
  }

  /** Removes resources that left the specification. */
  public StageRun prune(E trigger) {
    return removal(trigger, (removal, context) -> removal.prune(graph(trigger)));
  }

  /**
   * Removes everything as for a deleted cluster: what the cluster created outside of its machines
   * first.
   */
  public StageRun removeWithMachines(E trigger) {
    var leftovers = new AtomicReference<>(List.of("the check at the end did not run"));
    StageRun run =
        removal(
            trigger,
            (removal, context) ->
                removal.removeWithMachines(
                    () -> stage.release(context).forEach(context::retain),
                    () -> leftovers.set(stage.leftovers(context))));
    return new StageRun(
        run.report(), run.event(), run.retained(), Objects.requireNonNull(leftovers.get()));
  }

  private StageRun removal(E trigger, BiFunction<Removal<C>, C, StageReport> how) {
    return run(
        trigger,
        (scope, context) -> {
          var removal = new Removal<>(context, scope, StageListener.NONE, stage.kinds());
          StageReport report = how.apply(removal, context);
          return new StageRun(report, Optional.empty(), scope.retained(), List.of());
        });
  }

  private <R> R run(E trigger, BiFunction<StageScope, C, R> how) {
    StageScope scope = surroundings.scope();
    C context = stage.context(scope, trigger);
    try {
      return how.apply(scope, context);
    } finally {
      close(context);
    }
  }

  private static void close(Object context) {
    if (context instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (Exception e) {
        throw new IllegalStateException("the stage's context does not close", e);
      }
    }
  }

  private StageRunner<C> runner(StepGraph<C> graph, StageScope scope, C context) {
    return new StageRunner<>(graph, context, scope, surroundings.listener(), Set.of());
  }

  private StepGraph<C> graph(E trigger) {
    StepGraph<C> graph = new StepGraph<>();
    stage.compose(graph, trigger);
    return graph;
  }
}
