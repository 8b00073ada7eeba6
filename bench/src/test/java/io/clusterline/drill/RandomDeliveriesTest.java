package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.state.ClusterRecord.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests, triggers, ticks and results in any order, several times each, long after they were
 * acked: the real consumers and workers, a broker that keeps no promise but to lose nothing, a
 * state store in memory.
 */
class RandomDeliveriesTest {

  private static final int CLUSTERS = 12;

  @TempDir Path folder;

  @Test
  void givenDeliveriesInAnyOrder_whenAllHaveCome_thenEachClusterIsAsLastAskedAndNothingIsTwice() {
    DrillSize size = DrillSize.requested();
    int least = size.of(60_000, 12_000);
    var drill = new RandomLine(folder, new SplittableRandom(size.seed()));
    List<String> clusters = drill.request(CLUSTERS);

    drill.deliver(least / 2, () -> drill.all(clusters, Phase.READY));
    assertResources(clusters, 1);
    clusters.forEach(drill::delete);
    drill.deliver(least, () -> drill.all(clusters, Phase.REMOVED));

    assertResources(clusters, 0);
    assertThat(drill.store().regressions()).as("older over newer").isEmpty();
    assertThat(drill.broker().deadLetters()).as("dead letters").isEmpty();
    History history = history(drill);
    clusters.forEach(cluster ->
        assertThat(history.endings(cluster))
            .as(cluster)
            .allSatisfy((ending, ids) -> assertThat(ids).as(ending).hasSize(1)));
    FailureMatrix.record(
        Scenario.RANDOM_DELIVERIES,
        "every cluster as last asked; 0 duplicated, 0 regressions, 0 dead letters",
        "%d deliveries to %d clusters, %d of them of messages already acked; %s"
            .formatted(drill.deliveries(), CLUSTERS, drill.repeated(), size));
  }

  private void assertResources(List<String> clusters, int each) {
    FakeLayers layers = new FakeLayers(folder);
    for (String cluster : clusters) {
      for (StageName layer : StageName.build()) {
        List<String> all = FakeLayer.world(layers.worlds(), cluster, layer).all();
        Set<String> keys = Set.copyOf(all.stream().map(id -> id.split("~")[0]).toList());
        assertThat(all).as("%s of %s: each once", layer, cluster).hasSameSizeAs(keys);
        assertThat(all.isEmpty()).isEqualTo(each == 0 || layer == StageName.ACCEPT);
      }
    }
  }

  private static History history(RandomLine drill) {
    List<? extends Event<?>> events =
        drill.broker().journal().stream().map(CloudEventCodec::decode).toList();
    return new History(List.copyOf(events));
  }
}
