package io.clusterline.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Walks the graph as apply does, and only records what apply would do. */
final class Planner<C extends StageContext> {

  private final StepGraph<C> graph;
  private final C context;
  private final StageScope scope;

  Planner(StepGraph<C> graph, C context, StageScope scope) {
    this.graph = graph;
    this.context = context;
    this.scope = scope;
  }

  List<PlannedChange> plan() {
    List<PlannedChange> changes = new ArrayList<>();
    graph.nodes().forEach(node -> changes.add(plan(node.step(), node.dependsOn())));
    removals().forEach(changes::add);
    return List.copyOf(changes);
  }

  /** A step that depends on a missing resource is itself missing: it cannot be checked yet. */
  private <T> PlannedChange plan(Step<C, T> step, Set<Address> dependsOn) {
    boolean canLook = dependsOn.stream().allMatch(scope::hasOutput);
    Found<T> found = canLook ? find(step, dependsOn) : Found.missing();
    switch (found) {
      case Found.InSync<T>(T value) -> scope.recordOutput(step.address(), value);
      case Found.Drifted<T> different when !different.replace() ->
          scope.recordOutput(step.address(), different.value());
      case Found.Drifted<T> replaced -> {}
      case Found.Missing<T> missing -> {}
    }
    return PlannedChange.of(step.address(), found);
  }

  private <T> Found<T> find(Step<C, T> step, Set<Address> dependsOn) {
    StepRun run = new StepRun(step.address(), dependsOn, step.deadline(), message -> {});
    return ScopedValue.where(StepRun.CURRENT, run).call(() -> step.find(context));
  }

  private List<PlannedChange> removals() {
    Set<Address> wanted = graph.addresses();
    return scope.ledger().entries().keySet().stream()
        .filter(address -> !wanted.contains(address))
        .sorted(Comparator.naturalOrder())
        .map(address -> new PlannedChange(address, PlannedChange.Action.REMOVE, List.of()))
        .toList();
  }
}
