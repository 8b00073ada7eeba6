package io.clusterline.execution;

import io.clusterline.event.AddonsRemoved;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.CniRemoved;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.NetworkRemoved;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.Removal;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a layer away, or a part of it: by its ledger, with the adapters that built it, in the
 * reverse of the order in which it was built.
 *
 * @param definition of the stage that built it
 * @param stage the removal's own name
 * @param trigger the link before it in the reverse chain
 */
record RemovalJob<E extends StageTrigger, C extends StageContext, R extends RemovalTrigger>(
    StageDefinition<E, C> definition, StageName stage, Class<R> trigger) implements Job<R> {

  /** What is stuck is said within a minute. */
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(45);

  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

  @Override
  public End run(AttemptContext<R> work) {
    work.patience().accept(LONGEST_SILENCE);
    Optional<Event<E>> builtBy = work.state().stage(stage.layer()).map(this::triggerOf);
    if (builtBy.isEmpty()) { // the build never came so far
      return new End.Done(result(work, Map.of(), List.of()));
    }
    StageScope scope = work.scope();
    C context = definition.context(scope, builtBy.get().data());
    try {
      StageReport report = remove(work, builtBy.get(), scope, context);
      return End.of(report, () -> result(work, report.outcomes(), scope.kept()));
    } finally {
      Job.close(context);
    }
  }

  private StageReport remove(
      AttemptContext<R> work, Event<E> builtBy, StageScope scope, C context) {
    RemovalRequest order = work.trigger().data().order();
    var removal = new Removal<>(context, scope, work.progress(), definition.kinds());
    if (order.everything()) {
      return removal.removeWithMachines(
          () -> definition.release(context).forEach(context::keep),
          () -> awaitNoLeftovers(context));
    }
    if (order.mode() == RemovalRequest.Mode.ROLLBACK) {
      return removal.remove(entry -> entry.createdIn() == order.generation());
    }
    StepGraph<C> wanted = new StepGraph<>();
    definition.compose(wanted, builtBy.data());
    return removal.prune(wanted);
  }

  /** The provider has the last word, not the ledger. */
  private void awaitNoLeftovers(C context) {
    Wait.until("nothing of the cluster is left")
        .within(LONGEST_CHECK)
        .orFail(ErrorCode.LEFTOVERS)
        .reporting(context::report)
        .poll(() -> {
          List<String> left = definition.leftovers(context);
          return left.isEmpty() ? Seen.yes(left) : Seen.notYet(String.join("; ", left));
        });
  }

  @SuppressWarnings("unchecked") // only an event of that class was ever taken into the record
  private Event<E> triggerOf(StageRecord record) {
    return (Event<E>) CloudEventCodec.decode(record.trigger());
  }

  private ClusterEvent result(
      AttemptContext<R> work, Map<Address, Outcome> outcomes, List<Retained> kept) {
    RemovalRequest order = work.trigger().data().order();
    Cluster cluster = work.trigger().data().cluster();
    List<String> removed =
        outcomes.entrySet().stream()
            .filter(entry -> entry.getValue() == Outcome.REMOVED)
            .map(entry -> entry.getKey().toString())
            .toList();
    return switch (stage) {
      case ADDONS_REMOVAL -> new AddonsRemoved(cluster, order, removed, kept);
      case NETWORK_REMOVAL -> new NetworkRemoved(cluster, order, removed, kept);
      case CNI_REMOVAL -> new CniRemoved(cluster, order, removed, kept);
      case NODES_REMOVAL -> new NodesRemoved(cluster, order, removed, kept);
      case INFRA_REMOVAL -> new InfraRemoved(cluster, order, removed, kept);
      default -> throw new IllegalStateException(stage + " removes nothing");
    };
  }
}
