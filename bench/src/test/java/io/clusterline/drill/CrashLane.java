package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A share of the crash matrix: one cluster, built and deleted while its worker dies at the places
 * of a plan, one after another, and is started again each time.
 *
 * @param plan where it dies
 * @param folder of this share alone
 */
record CrashLane(Cluster cluster, HaltPlan plan, CrashReference reference, Path folder) {

  private static final Duration PER_DEATH = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofMinutes(4);

  /**
   * Outcome of a crash point.
   *
   * @param struck the points at which a process died
   * @param repetitions how often an ending was published again under its own id
   */
  record Outcome(List<String> struck, long repetitions) {}

  Outcome run(URI broker) {
    Path file = folder.resolve("halt-points");
    plan.write(file);
    try (DrillLine drill = new DrillLine(broker)) {
      WorkerSettings settings = drill.settings(worlds(), true).halting(file.toString());
      try (Worker worker = new Worker(settings, folder.resolve("log"))) {
        build(drill);
        delete(drill);
        List<String> struck = awaitDeaths(worker, file);
        assertThat(worker.unexpected()).as("ends that nobody planned").isEmpty();
        return new Outcome(struck, repetitions(drill));
      }
    }
  }

  /** The last process may still be ending when its cluster is gone already. */
  private static List<String> awaitDeaths(Worker worker, Path file) {
    return Wait.until("each point in the log is one death")
        .within(PER_DEATH)
        .poll(() -> {
          List<String> struck = HaltPlan.crashed(file);
          return worker.deaths() == struck.size()
              ? Seen.yes(struck)
              : Seen.notYet("%d points, %d deaths".formatted(struck.size(), worker.deaths()));
        });
  }

  private void build(DrillLine drill) {
    drill.request(cluster);
    ClusterRecord built = drill.await(cluster.name(), Phase.READY, limit());
    Inventory inventory = Inventory.of(cluster.name(), built.uid());
    assertThat(inventory.counts()).as("one of each").isEqualTo(reference.counts());
    String ledger = DrillLine.json(ledger(drill, StageName.INFRA).values());
    assertThat(inventory.unknownTo(ledger)).as("leaks").isEmpty();
    assertThat(FakeWorld.keys(resources())).as("one of each").isEqualTo(reference.things());
  }

  private void delete(DrillLine drill) {
    drill.delete(cluster.name());
    ClusterRecord removed = drill.await(cluster.name(), Phase.REMOVED, limit());
    assertThat(Inventory.of(cluster.name(), removed.uid()).size()).as("left behind").isZero();
    assertThat(resources()).as("left behind").isEmpty();
    StageName.build().forEach(stage -> assertThat(ledger(drill, stage)).as("ledger").isEmpty());
  }

  private long repetitions(DrillLine drill) {
    History history = History.read(drill.broker());
    Map<String, Set<String>> endings = history.endings(cluster.name());
    assertThat(endings.keySet())
        .as("every stage ended, and none failed")
        .hasSize(History.BUILT.size() + History.REMOVED.size())
        .noneMatch(ending -> ending.startsWith("StageFailed"));
    assertThat(endings).allSatisfy((ending, ids) -> assertThat(ids).as(ending).hasSize(1));
    return history.repetitions(cluster.name());
  }

  private Map<Address, LedgerEntry> ledger(DrillLine drill, StageName layer) {
    return drill.stages(cluster.name()).ledger(layer).entries();
  }

  private List<String> resources() {
    return FakeLayer.all(worlds(), cluster.name());
  }

  private Path worlds() {
    return folder.resolve("worlds");
  }

  private Duration limit() {
    return QUIET.plus(PER_DEATH.multipliedBy(plan.places().size()));
  }
}
