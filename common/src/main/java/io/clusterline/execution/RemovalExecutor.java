package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ErrorCode;
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
 * Removes a layer, or a part of it: by its ledger, with the adapters that built it, in the reverse
 * of the order in which it was built.
 *
 * @param definition of the stage that built it
 * @param stage the removal's own name
 */
record RemovalExecutor<E extends StageTrigger, C extends StageContext>(
    StageDefinition<E, C> definition, StageName stage) implements StageExecutor<RemovalTrigger> {

  /** A blocked removal is reported within a minute. */
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(45);

  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

  @Override
  public Class<? extends RemovalTrigger> trigger() {
    return stage.triggers().getFirst().asSubclass(RemovalTrigger.class);
  }

  @Override
  public AttemptOutcome execute(AttemptContext<RemovalTrigger> attempt) {
    attempt.expectSilence(LONGEST_SILENCE);
    Optional<Event<E>> builtBy = attempt.stages().read(stage.layer()).map(this::triggerOf);
    if (builtBy.isEmpty()) { // the build never got so far
      return new AttemptOutcome.Succeeded(result(attempt, Map.of(), List.of()));
    }
    StageScope scope = attempt.scope();
    C context = definition.context(scope, builtBy.get().data());
    try {
      StageReport report = remove(attempt, builtBy.get(), scope, context);
      return AttemptOutcome.of(report, () -> result(attempt, report.outcomes(), scope.retained()));
    } finally {
      StageExecutor.close(context);
    }
  }

  private StageReport remove(
      AttemptContext<RemovalTrigger> attempt, Event<E> builtBy, StageScope scope, C context) {
    RemovalRequest order = attempt.trigger().data().order();
    var removal = new Removal<>(context, scope, attempt.listener(), definition.kinds());
    if (order.everything()) {
      return removal.removeWithMachines(
          () -> definition.release(context).forEach(context::retain),
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
      AttemptContext<RemovalTrigger> attempt, Map<Address, Outcome> outcomes, List<Retained> kept) {
    RemovalTrigger trigger = attempt.trigger().data();
    List<String> removed =
        outcomes.entrySet().stream()
            .filter(entry -> entry.getValue() == Outcome.REMOVED)
            .map(entry -> entry.getKey().toString())
            .toList();
    return stage.removed(trigger.cluster(), trigger.order(), removed, kept);
  }
}
