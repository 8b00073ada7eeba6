package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of each service, all on the same queues: they share the work and do none of it twice. */
class TwoReplicasTest {

  private static final Duration LIMIT = Duration.ofMinutes(6);

  @TempDir Path folder;

  @Test
  void
      givenTwoOfEachService_whenClustersAreBuiltAndDeleted_thenTheyShareTheWorkAndNothingIsTwice() {
    DrillSize size = DrillSize.requested();
    List<String> names = IntStream.range(0, size.of(12, 3)).mapToObj(i -> "twins-" + i).toList();
    try (DrillLine drill = new DrillLine(TestBroker.uri())) {
      WorkerSettings settings = drill.settings(folder.resolve("worlds"), true);
      try (Worker one = new Worker(settings, folder.resolve("one.log"));
          Worker two = new Worker(settings, folder.resolve("two.log"))) {
        names.forEach(name -> drill.request(SampleClusters.small(name)));
        names.forEach(name -> assertOneOfEach(drill, name));
        names.forEach(drill::delete);
        names.forEach(name -> assertGone(drill, name));
        assertThat(one.deaths() + two.deaths()).isZero();
        report(drill, names, one.count(" begins, attempt"), two.count(" begins, attempt"), size);
      }
    }
  }

  private void assertOneOfEach(DrillLine drill, String name) {
    ClusterRecord built = drill.await(name, Phase.READY, LIMIT);
    Inventory inventory = Inventory.of(name, built.uid());
    assertThat(inventory.ids().get("instances")).as("machines of %s", name).hasSize(3);
    String ledger = DrillLine.json(drill.stages(name).ledger(StageName.INFRA).entries().values());
    assertThat(inventory.unknownTo(ledger)).as("leaks of %s", name).isEmpty();
    assertThat(FakeWorld.keys(FakeLayer.all(folder.resolve("worlds"), name)))
        .as("things of %s", name)
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  private void assertGone(DrillLine drill, String name) {
    ClusterRecord removed = drill.await(name, Phase.REMOVED, LIMIT);
    assertThat(Inventory.of(name, removed.uid()).size()).as("left of %s", name).isZero();
    assertThat(FakeLayer.all(folder.resolve("worlds"), name)).as("left of %s", name).isEmpty();
  }

  private static void report(
      DrillLine drill, List<String> names, long one, long two, DrillSize size) {
    assertThat(List.of(one, two))
        .as("stages begun by each")
        .allSatisfy(n -> assertThat(n).isPositive());
    History history = History.read(drill.broker());
    for (String name : names) {
      Map<String, Set<String>> endings = history.endings(name);
      assertThat(endings).as(name).hasSize(History.BUILT.size() + History.REMOVED.size());
      assertThat(endings).allSatisfy((ending, ids) -> assertThat(ids).as(ending).hasSize(1));
    }
    FailureMatrix.record(
        Scenario.TWO_REPLICAS,
        "0 lost, 0 duplicated, 0 leaked; one terminal event per stage",
        "%d clusters at once, built and deleted; %d stages begun by the one, %d by the other; %s"
            .formatted(names.size(), one, two, size));
  }
}
