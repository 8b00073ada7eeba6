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
import io.clusterline.failure.ClusterlineException;
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
import io.clusterline.state.StageStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

  /** A CDN is removed in up to twenty minutes, its certificate a while later. */
  private static final Duration LONGEST_OTHER = Duration.ofMinutes(55);

  @Override
  public Class<? extends RemovalTrigger> trigger() {
    return stage.triggers().getFirst().asSubclass(RemovalTrigger.class);
  }

  @Override
  public AttemptOutcome execute(AttemptContext<RemovalTrigger> attempt) {
    attempt.expectSilence(LONGEST_SILENCE);
    Optional<Event<E>> builtBy = attempt.stages().read(stage.layer()).map(this::triggerOf);
    StageScope scope = attempt.scope();
    if (builtBy.isEmpty()) { // the build never got so far
      attempt.expectSilence(LONGEST_OTHER);
      awaitOthers(attempt.stages(), scope, message -> {});
      return new AttemptOutcome.Succeeded(result(attempt, Map.of(), List.of()));
    }
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
    if (!stage.waitsFor().isEmpty()) {
      removal.besides(() -> awaitOthers(attempt.stages(), scope, context::report));
    }
    if (order.everything()) {
      return removal.removeWithMachines(
          () -> definition.release(context).forEach(context::retain),
          () -> awaitNoLeftovers(context));
    }
    if (order.mode() == RemovalRequest.Mode.ROLLBACK) {
      return removal.remove(entry -> entry.createdIn() == order.generation());
    }
    return removal.prune(wanted(builtBy.data(), attempt.trigger().data().cluster()));
  }

  /** A stage beside the others may not have begun in this generation yet: its trigger is older. */
  private StepGraph<C> wanted(E builtBy, Cluster newest) {
    StepGraph<C> wanted = new StepGraph<>();
    definition.compose(wanted, StageTrigger.withSpecification(builtBy, newest));
    return wanted;
  }

  /** What is removed beside the others may take long, and uses what this layer removes last. */
  private void awaitOthers(StageStore stages, StageScope scope, Consumer<String> report) {
    for (StageName other : stage.waitsFor()) {
      Wait.until(other + " has ended")
          .within(LONGEST_OTHER)
          .reporting(report)
          .poll(() -> checkEnded(stages, scope, other));
    }
  }

  private static Seen<Boolean> checkEnded(StageStore stages, StageScope scope, StageName other) {
    scope
        .support()
        .failure(other)
        .ifPresent(failed -> {
          throw new ClusterlineException(
              ErrorCode.PREVIOUS_STAGE_FAILED,
              "%s failed: %s: %s".formatted(other, failed.code(), failed.message()));
        });
    return scope.support().completed(other) || hasNothing(stages, scope, other)
        ? Seen.yes(true)
        : Seen.notYet("it goes on");
  }

  /** It was not triggered: by a request from before there was such a stage, say. */
  private static boolean hasNothing(StageStore stages, StageScope scope, StageName other) {
    return stages.read(other, scope.cluster().generation()).isEmpty()
        && stages.ledger(other.layer()).entries().isEmpty();
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
