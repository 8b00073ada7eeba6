package io.clusterline.drill;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A stage whose things are pretended, driven by the real engine: one thing first, then several that
 * do not wait for one another, then one that waits for all.
 *
 * @param worlds below it each cluster and layer has a folder of things
 * @param width how many there are in the middle
 * @param speaks whether it also says something on its way
 */
record PretendedLayer<E extends StageTrigger>(
    StageName name,
    Class<E> trigger,
    Path worlds,
    int width,
    boolean speaks,
    Function<E, ClusterEvent> result)
    implements StageDefinition<E, PretendedContext> {

  @Override
  public PretendedContext context(StageScope scope, E trigger) {
    return new PretendedContext(scope, world(worlds, scope.cluster().name(), name), trigger);
  }

  static PretendedWorld world(Path worlds, String cluster, StageName layer) {
    return new PretendedWorld(worlds.resolve(cluster).resolve(layer.toString()));
  }

  /** What there is of a cluster, in all layers. */
  static List<String> all(Path worlds, String cluster) {
    return StageName.build().stream()
        .flatMap(layer -> world(worlds, cluster, layer).all().stream())
        .toList();
  }

  @Override
  public Result compose(StepGraph<PretendedContext> graph, E trigger) {
    PretendedThing first = graph.add(new PretendedThing(name + "-first", List.of()));
    List<PretendedThing> middle = new java.util.ArrayList<>();
    for (int i = 0; i < width; i++) {
      middle.add(graph.add(new PretendedThing(name + "-" + i, List.of(first))));
    }
    if (speaks) {
      graph.add(new PretendedNews("master", List.of(first)));
    }
    if (name == StageName.NETWORK) {
      graph.add(new PretendedPatience("cni"));
    }
    graph.add(new PretendedThing(name + "-last", middle));
    return outputs -> result.apply(trigger);
  }

  @Override
  public List<Kind<PretendedContext, ?>> kinds() {
    return List.of(PretendedThing.KIND, PretendedNews.KIND, PretendedPatience.KIND);
  }

  @Override
  public List<String> leftovers(PretendedContext context) {
    return context.world().all();
  }
}
