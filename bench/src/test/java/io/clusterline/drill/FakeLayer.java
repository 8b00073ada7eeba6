package io.clusterline.drill;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A stage with fake resources, driven by the real engine: one resource first, then several
 * independent ones, then one that depends on all. Each node beyond the third adds one resource.
 *
 * @param worlds parent of the folders of each cluster and layer
 * @param width number of independent resources
 * @param publishes whether it publishes an intermediate event
 * @param disturbance of its resources
 */
record FakeLayer<E extends StageTrigger>(
    StageName name,
    Class<E> trigger,
    Path worlds,
    int width,
    boolean publishes,
    Disturbance disturbance,
    Function<E, ClusterEvent> result)
    implements StageDefinition<E, FakeContext> {

  @Override
  public FakeContext context(StageScope scope, E trigger) {
    Path here = disturbance.worlds(worlds, scope);
    FakeWorld world = world(here, scope.cluster().name(), name);
    return new FakeContext(scope, world, trigger, disturbance);
  }

  static FakeWorld world(Path worlds, String cluster, StageName layer) {
    return new FakeWorld(worlds.resolve(cluster).resolve(layer.toString()));
  }

  /** All fake resources of a cluster, in all layers. */
  static List<String> all(Path worlds, String cluster) {
    return StageName.build().stream()
        .flatMap(layer -> world(worlds, cluster, layer).all().stream())
        .toList();
  }

  @Override
  public Result compose(StepGraph<FakeContext> graph, E trigger) {
    FakeThing first = graph.add(new FakeThing(name + "-first", List.of()));
    List<FakeThing> middle = new java.util.ArrayList<>();
    for (int i = 0; i < width(width, trigger.cluster()); i++) {
      middle.add(graph.add(new FakeThing(name + "-" + i, List.of(first))));
    }
    if (publishes) {
      graph.add(new FakeNews("master", List.of(first)));
    }
    if (name == StageName.NETWORK) {
      graph.add(new FakePatience("cni"));
    }
    graph.add(new FakeThing(name + "-last", middle));
    return outputs -> result.apply(trigger);
  }

  private static int width(int least, Cluster cluster) {
    return least + Math.max(0, cluster.spec().nodes().size() - 3);
  }

  /** The keys of the things that this stage makes of that specification. */
  List<String> keys(Cluster cluster) {
    Stream<String> middle = IntStream.range(0, width(width, cluster)).mapToObj(i -> name + "-" + i);
    return Stream.concat(Stream.of(name + "-first", name + "-last"), middle).sorted().toList();
  }

  @Override
  public List<Kind<FakeContext, ?>> kinds() {
    return List.of(FakeThing.KIND, FakeNews.KIND, FakePatience.KIND);
  }

  @Override
  public List<String> leftovers(FakeContext context) {
    return context.world().all();
  }
}
