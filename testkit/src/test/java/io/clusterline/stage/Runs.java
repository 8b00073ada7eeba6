package io.clusterline.stage;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Short ways to run things in tests. */
final class Runs {

  private Runs() {}

  static StepGraph<World> graph(Thing... things) {
    return graph(Arrays.asList(things));
  }

  static StepGraph<World> graph(Collection<Thing> things) {
    StepGraph<World> graph = new StepGraph<>();
    things.forEach(graph::add);
    return graph;
  }

  static StageReport apply(World world, StepGraph<World> graph) {
    return runner(world, graph).apply();
  }

  static List<PlannedChange> plan(World world, StepGraph<World> graph) {
    return runner(world, graph).plan();
  }

  static StageRunner<World> runner(World world, StepGraph<World> graph) {
    return new StageRunner<>(graph, world, world.runScope(), StageListener.NONE, Set.of());
  }

  static Removal<World> removal(World world) {
    return new Removal<>(world, world.runScope(), StageListener.NONE, List.of(Thing.KIND));
  }
}
