package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a run without crashes: its steps and resources.
 *
 * @param steps by layer, from the ledgers
 * @param counts of resources in AWS, by type
 * @param things keys of the fake resources
 */
record CrashReference(
    Map<StageName, Collection<Address>> steps, Map<String, Integer> counts, List<String> things) {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  HaltPlan plan() {
    return HaltPlan.complete(steps);
  }

  /** Builds a cluster and deletes it again, undisturbed. */
  static CrashReference of(DrillLine drill, Cluster cluster, Path folder) {
    WorkerSettings settings = drill.settings(folder.resolve("worlds"), true);
    try (Worker worker = new Worker(settings, folder.resolve("reference.log"))) {
      drill.request(cluster);
      ClusterRecord built = drill.await(cluster.name(), Phase.READY, LIMIT);
      Map<StageName, Collection<Address>> steps = new EnumMap<>(StageName.class);
      StageName.build()
          .forEach(stage ->
              steps.put(stage, drill.stages(cluster.name()).ledger(stage).entries().keySet()));
      Map<String, Integer> counts = Inventory.of(cluster.name(), built.uid()).counts();
      List<String> things = FakeWorld.keys(FakeLayer.all(folder.resolve("worlds"), cluster.name()));
      drill.delete(cluster.name());
      drill.await(cluster.name(), Phase.REMOVED, LIMIT);
      assertThat(worker.deaths()).as("deaths without a plan").isZero();
      return new CrashReference(steps, counts, things);
    }
  }
}
