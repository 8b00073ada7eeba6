package io.clusterline.stage;

import io.clusterline.Json;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Runs a {@link StepGraph}: apply carries it out, plan only lists what apply would do. Both use the
 * same find.
 */
public final class StageRunner<C extends StageContext> {

  private final StepGraph<C> graph;
  private final C context;
  private final StageScope scope;
  private final StageListener listener;
  private final Set<Address> approvals;

  /**
   * @param approvals addresses whose replacement was agreed to
   */
  public StageRunner(
      StepGraph<C> graph,
      C context,
      StageScope scope,
      StageListener listener,
      Set<Address> approvals) {
    this.graph = graph;
    this.context = context;
    this.scope = scope;
    this.listener = listener;
    this.approvals = Set.copyOf(approvals);
  }

  /**
   * Finds every step's resource and creates or repairs what differs from the specification.
   * Completed work is kept on failure.
   */
  public StageReport apply() {
    List<GraphExecution.Task> tasks = new ArrayList<>();
    for (StepGraph.Node<C> node : graph.nodes()) {
      Step<C, ?> step = node.step();
      tasks.add(
          new GraphExecution.Task(
              step.address(),
              node.dependsOn(),
              step.deadline(),
              () -> apply(step, node.dependsOn())));
    }
    listener.stageStarted(contents());
    return GraphExecution.endingWithFinalFailure(tasks, listener).run();
  }

  private <T> Outcome apply(Step<C, T> step, Set<Address> dependsOn) {
    Found<T> found = step.find(context);
    Outcome outcome =
        switch (found) {
          case Found.InSync<T>(T value) -> {
            record(step, value, dependsOn, false);
            yield Outcome.UNCHANGED;
          }
          case Found.Missing<T> missing -> {
            record(step, make(step, missing, dependsOn), dependsOn, true);
            yield Outcome.CREATED;
          }
          case Found.Drifted<T> different -> {
            refuseUnapprovedReplacement(step, different);
            yield change(step, different, dependsOn);
          }
        };
    return outcome;
  }

  private <T> Outcome change(Step<C, T> step, Found.Drifted<T> different, Set<Address> dependsOn) {
    if (different.replace() && step.isPostponed(context, different)) {
      record(step, different.value(), dependsOn, false);
      return Outcome.UNCHANGED;
    }
    record(step, make(step, different, dependsOn), dependsOn, true);
    return Outcome.CHANGED;
  }

  private <T> T make(Step<C, T> step, Found<T> found, Set<Address> dependsOn) {
    writeIntent(step.address(), found, dependsOn);
    scope.beforeMutation();
    scope.onReached(FailPoint.BEFORE_EFFECT, step.address());
    T made = step.apply(context, found);
    scope.onReached(FailPoint.AFTER_EFFECT, step.address());
    return made;
  }

  /**
   * An unfulfilled intent keeps its client token, so that a create that did run returns its
   * resource; an intent whose resource has vanished gets a new one.
   */
  private void writeIntent(Address address, Found<?> found, Set<Address> dependsOn) {
    LedgerEntry entry = scope.ledger().entry(address);
    boolean vanished = entry != null && !entry.isIntent() && found instanceof Found.Missing;
    if (entry == null || vanished) {
      scope.beforeMutation();
      scope.ledger().write(scope.ledger().intent(address, dependsOn));
    }
  }

  private <T> void record(Step<C, T> step, T value, Set<Address> dependsOn, boolean changed) {
    Address address = step.address();
    LedgerEntry entry = scope.ledger().entry(address);
    LedgerEntry base = entry == null ? scope.ledger().intent(address, dependsOn) : entry;
    JsonNode json = Json.MAPPER.valueToTree(value);
    if (changed || !json.equals(base.value())) {
      long generation = changed ? scope.cluster().generation() : base.generation();
      scope.ledger().write(base.recorded(json, generation, dependsOn.stream().sorted().toList()));
    }
    scope.recordOutput(address, value);
    scope.onReached(FailPoint.RECORDED, address);
  }

  private <T> void refuseUnapprovedReplacement(Step<C, T> step, Found.Drifted<T> different) {
    if (different.replace() && !approvals.contains(step.address())) {
      throw new ClusterlineException(
          ErrorCode.REPLACEMENT_NOT_APPROVED,
          step.address() + " would have to be replaced: " + different.changes());
    }
  }

  /** Lists what apply would do, in the order of the graph. Changes nothing, the ledger neither. */
  public List<PlannedChange> plan() {
    return new Planner<>(graph, context, scope).plan();
  }

  private List<PlannedStep> contents() {
    return graph.nodes().stream()
        .map(node ->
            new PlannedStep(
                node.step().address().toString(),
                node.dependsOn().stream().sorted().map(Address::toString).toList()))
        .toList();
  }
}
