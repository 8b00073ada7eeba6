package io.clusterline.bench;

import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import io.clusterline.testkit.MemoryLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Graphs of steps that do nothing: what running them takes is the engine's own. */
final class Graphs {

  private Graphs() {}

  static final class Nothing extends StageContext {
    Nothing(StageScope scope) {
      super(scope);
    }
  }

  record Idle(String key, List<Idle> dependencies) implements Step<Nothing, String> {
    private static final Kind<Nothing, String> KIND = Kind.withoutResource("idle", String.class);

    @Override
    public Kind<Nothing, String> kind() {
      return KIND;
    }

    @Override
    public Found<String> find(Nothing context) {
      return context.recorded(KIND).map(Found::inSync).orElse(Found.missing());
    }

    @Override
    public String apply(Nothing context, Found<String> found) {
      return key;
    }

    /** Not of all that is below: a chain of a thousand would be walked for each of its steps. */
    @Override
    public int hashCode() {
      return key.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Idle idle && idle.key.equals(key);
    }
  }

  /** Layers of steps; each depends on the step below it and on that one's neighbour. */
  static StepGraph<Nothing> of(int layers, int width) {
    StepGraph<Nothing> graph = new StepGraph<>();
    List<Idle> below = List.of();
    for (int layer = 0; layer < layers; layer++) {
      List<Idle> steps = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        List<Idle> upon = neighbours(below, i);
        steps.add(graph.add(new Idle(layer + "-" + i, upon)));
      }
      below = steps;
    }
    return graph;
  }

  private static List<Idle> neighbours(List<Idle> below, int i) {
    return below.size() < 2 ? below : List.of(below.get(i), below.get((i + 1) % below.size()));
  }

  /** Builds everything, or finds everything unchanged when the ledger has it. */
  static StageReport apply(StepGraph<Nothing> graph, MemoryLedger ledger) {
    ClusterRef cluster = new ClusterRef("eco2", "uid", 1, "build");
    StageScope scope = new StageScope(cluster, "", "ap-northeast-2", ledger, () -> {});
    StageReport report =
        new StageRunner<>(graph, new Nothing(scope), scope, StageListener.NONE, Set.of()).apply();
    if (!report.succeeded()) {
      throw new AssertionError(report.failures().toString());
    }
    return report;
  }
}
