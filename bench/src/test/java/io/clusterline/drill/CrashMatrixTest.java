package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The crash matrix. A first cluster is built and deleted without a crash: it says which steps there
 * are, and what one of each looks like. A second one goes the same way while its worker is ended at
 * the places of the plan, one after another, and started again each time.
 *
 * <p>Stages accept and infra are the real ones, on the AWS stand-in; the layers above are
 * pretended.
 */
class CrashMatrixTest {

  private static final Duration PER_DEATH = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void givenProcessesThatDieAtEveryPlace_whenBuiltAndDeleted_thenEachThingIsThereOnceAndThenGone() {
    try (DrillLine line = new DrillLine(TestBroker.uri())) {
      Reference reference = reference(line);
      DrillSize size = DrillSize.wanted();
      HaltPlan plan = size.of(reference.plan());
      Path file = folder.resolve("halt-points");
      plan.write(file);

      Cluster cluster = DrillLine.specification(size.specification(), "drill-crash");
      Duration limit = QUIET.plus(PER_DEATH.multipliedBy(plan.places().size()));
      WorkerSettings settings = line.settings(folder.resolve("worlds"), true);
      try (Worker worker = new Worker(settings.halting(file.toString()), folder.resolve("log"))) {
        crashes(line, cluster, reference, limit);
        assertThat(worker.unexpected()).isEmpty();
        assertThat(worker.deaths()).isEqualTo(HaltPlan.struck(file).size());
        report(line, cluster.name(), plan, HaltPlan.struck(file), size);
      }
    }
  }

  /** What it is like when nothing goes wrong. */
  private record Reference(
      Map<StageName, Collection<Address>> steps, Map<String, Integer> counts, List<String> things) {

    HaltPlan plan() {
      return HaltPlan.complete(steps);
    }
  }

  private Reference reference(DrillLine line) {
    Cluster cluster =
        DrillLine.specification(DrillSize.wanted().specification(), "drill-reference");
    WorkerSettings settings = line.settings(folder.resolve("worlds"), true);
    try (Worker worker = new Worker(settings, folder.resolve("reference.log"))) {
      line.request(cluster);
      ClusterRecord built = line.await(cluster.name(), Phase.READY, QUIET);
      Map<StageName, Collection<Address>> steps = new EnumMap<>(StageName.class);
      StageName.build().forEach(stage -> steps.put(stage, ledger(line, cluster, stage).keySet()));
      Map<String, Integer> counts = Inventory.of(cluster.name(), built.uid()).counts();
      List<String> things = keys(things(cluster));
      line.delete(cluster.name());
      line.await(cluster.name(), Phase.REMOVED, QUIET);
      assertThat(worker.deaths()).as("deaths without a plan").isZero();
      return new Reference(steps, counts, things);
    }
  }

  private void crashes(DrillLine line, Cluster cluster, Reference reference, Duration limit) {
    line.request(cluster);
    ClusterRecord built = line.await(cluster.name(), Phase.READY, limit);
    Inventory inventory = Inventory.of(cluster.name(), built.uid());
    assertThat(inventory.counts()).as("one of each").isEqualTo(reference.counts());
    String ledger = DrillLine.json(ledger(line, cluster, StageName.INFRA).values());
    assertThat(inventory.unknownTo(ledger)).as("leaks").isEmpty();
    assertThat(keys(things(cluster))).as("one of each").isEqualTo(reference.things());

    line.delete(cluster.name());
    ClusterRecord gone = line.await(cluster.name(), Phase.REMOVED, limit);
    assertThat(Inventory.of(cluster.name(), gone.uid()).size()).as("left behind").isZero();
    assertThat(things(cluster)).as("left behind").isEmpty();
    StageName.build()
        .forEach(stage -> assertThat(ledger(line, cluster, stage)).as("ledger").isEmpty());
  }

  private static Map<Address, LedgerEntry> ledger(
      DrillLine line, Cluster cluster, StageName layer) {
    return line.state(cluster.name()).ledger(layer).entries();
  }

  private List<String> things(Cluster cluster) {
    return StageName.build().stream()
        .flatMap(layer ->
            PretendedLayer.world(folder.resolve("worlds"), cluster.name(), layer).all().stream())
        .toList();
  }

  private static List<String> keys(List<String> things) {
    return things.stream().map(id -> id.substring(0, id.indexOf('~'))).sorted().toList();
  }

  private static void report(
      DrillLine line, String cluster, HaltPlan plan, List<String> struck, DrillSize size) {
    History history = History.read(line.broker());
    Map<String, Set<String>> endings = history.endings(cluster);
    assertThat(endings.keySet())
        .as("every stage ended, and none failed")
        .hasSize(History.BUILT.size() + History.REMOVED.size())
        .noneMatch(ending -> ending.startsWith("StageFailed"));
    assertThat(endings).allSatisfy((ending, ids) -> assertThat(ids).as(ending).hasSize(1));
    FailureMatrix.record(
        Scenario.CRASH_MATRIX,
        "0 lost, 0 duplicated, 0 leaked; one terminal event per stage",
        "%d places in the plan, %d reached and struck (%s); %d endings said again under their own id; %s"
            .formatted(
                plan.places().size(),
                struck.size(),
                perPoint(struck),
                history.repetitions(cluster),
                size));
  }

  private static String perPoint(List<String> struck) {
    return String.join(
        ", ",
        Arrays.stream(io.clusterline.stage.FailPoint.values())
            .map(point ->
                struck.stream().filter(place -> place.endsWith("|" + point)).count() + " " + point)
            .toList());
  }
}
