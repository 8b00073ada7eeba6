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

/** Builds a layer: walks the steps of its stage. */
record BuildJob<E extends StageTrigger, C extends StageContext>(StageDefinition<E, C> definition)
    implements Job<E> {

  @Override
  public StageName stage() {
    return definition.name();
  }

  @Override
  public Class<E> trigger() {
    return definition.trigger();
  }

  @Override
  public End run(AttemptContext<E> work) {
    E trigger = work.trigger().data();
    StepGraph<C> graph = new StepGraph<>();
    StageDefinition.Result result = definition.compose(graph, trigger);
    work.patience().accept(graph.longestDeadline());
    StageScope scope = work.scope();
    refuseUnapprovedLosses(graph, work);
    C context = definition.context(scope, trigger);
    try {
      var runner = new StageRunner<>(graph, context, scope, work.progress(), work.approvals());
      return End.of(runner.apply(), () -> result.of(scope));
    } finally {
      Job.close(context);
    }
  }

  /**
   * What has left the specification is removed once the cluster stands; whether it may be is asked
   * before anything is changed.
   */
  private void refuseUnapprovedLosses(StepGraph<C> graph, AttemptContext<E> work) {
    Set<String> precious =
        definition.kinds().stream()
            .filter(kind -> kind.is(Trait.PREVENT_DESTROY))
            .map(Kind::name)
            .collect(Collectors.toSet());
    if (precious.isEmpty()) {
      return;
    }
    Set<Address> wanted = graph.addresses();
    Set<Address> approved = work.approvals();
    List<Address> lost =
        work.state().ledger(stage()).entries().values().stream()
            .filter(entry -> precious.contains(entry.kind()))
            .map(LedgerEntry::address)
            .filter(address -> !wanted.contains(address) && !approved.contains(address))
            .sorted()
            .toList();
    if (!lost.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.REMOVAL_NOT_APPROVED,
          "the specification no longer has "
              + lost.stream().map(Address::toString).collect(Collectors.joining(", "))
              + ": nobody gets them back once they are removed");
    }
  }
}
