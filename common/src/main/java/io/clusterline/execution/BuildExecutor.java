package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds a layer: executes the steps of its stage. */
record BuildExecutor<E extends StageTrigger, C extends StageContext>(
    StageDefinition<E, C> definition) implements StageExecutor<E> {

  @Override
  public StageName stage() {
    return definition.name();
  }

  @Override
  public Class<E> trigger() {
    return definition.trigger();
  }

  @Override
  public AttemptOutcome execute(AttemptContext<E> attempt) {
    E trigger = attempt.trigger().data();
    StepGraph<C> graph = new StepGraph<>();
    StageDefinition.Result result = definition.compose(graph, trigger);
    attempt.expectSilence(graph.longestDeadline());
    refuseUnapprovedLosses(graph, attempt);
    StageScope scope = attempt.scope();
    C context = definition.context(scope, trigger);
    try {
      var runner =
          new StageRunner<>(graph, context, scope, attempt.listener(), attempt.approvals());
      return AttemptOutcome.of(runner.apply(), () -> result.of(scope));
    } finally {
      StageExecutor.close(context);
    }
  }

  /**
   * Resources that left the specification are removed once the cluster is ready; their approval is
   * checked before anything is changed.
   */
  private void refuseUnapprovedLosses(StepGraph<C> graph, AttemptContext<E> attempt) {
    Set<String> guarded = kindsThatPreventDestroy();
    if (guarded.isEmpty()) {
      return;
    }
    Set<Address> wanted = graph.addresses();
    List<Address> lost =
        attempt.stages().ledger(stage()).entries().values().stream()
            .filter(entry -> guarded.contains(entry.kind()))
            .map(LedgerEntry::address)
            .filter(address -> !wanted.contains(address) && !attempt.approvals().contains(address))
            .sorted()
            .toList();
    if (!lost.isEmpty()) {
      String all = lost.stream().map(Address::toString).collect(Collectors.joining(", "));
      throw new ClusterlineException(
          ErrorCode.REMOVAL_NOT_APPROVED,
          "applying this specification would permanently delete " + all);
    }
  }

  private Set<String> kindsThatPreventDestroy() {
    return definition.kinds().stream()
        .filter(kind -> kind.hasTrait(Trait.PREVENT_DESTROY))
        .map(Kind::name)
        .collect(Collectors.toSet());
  }
}
