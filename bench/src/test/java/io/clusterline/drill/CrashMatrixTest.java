package io.clusterline.drill;

import io.clusterline.broker.BrokerNode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.FailPoint;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The crash matrix. A first cluster is built and deleted without a crash; its ledgers say at which
 * places one can die. These are dealt out to several clusters, each on a line of its own, which are
 * built and deleted side by side while their workers die there.
 *
 * <p>Stages accept and infra are the real ones, on the AWS stand-in; the layers above are
 * pretended.
 */
class CrashMatrixTest {

  private static final int LANES = 4;

  @TempDir Path folder;

  @Test
  void
      givenProcessesThatDieAtEveryPlace_whenBuiltAndDeleted_thenEachResourceExistsOnceAndThenNoMore()
          throws Exception {
    DrillSize size = DrillSize.requested();
    CrashReference reference;
    try (DrillLine drill = new DrillLine(TestBroker.uri())) {
      reference = CrashReference.of(drill, cluster(size, "drill-reference"), folder);
    }
    HaltPlan plan = size.of(reference.plan());
    long begun = System.nanoTime();
    List<CrashLane.Outcome> outcomes = run(lanes(size, plan, reference));
    report(plan, reference, outcomes, size, (System.nanoTime() - begun) / 1_000_000_000);
  }

  private List<CrashLane> lanes(DrillSize size, HaltPlan plan, CrashReference reference)
      throws IOException {
    List<CrashLane> lanes = new ArrayList<>();
    for (HaltPlan share : plan.split(size.of(LANES, 2))) {
      int number = lanes.size();
      Path own = Files.createDirectory(folder.resolve("lane-" + number));
      lanes.add(new CrashLane(cluster(size, "drill-crash-" + number), share, reference, own));
    }
    return lanes;
  }

  private static Cluster cluster(DrillSize size, String name) {
    return SampleClusters.named(size.specification(), name);
  }

  private static List<CrashLane.Outcome> run(List<CrashLane> lanes)
      throws InterruptedException, ExecutionException {
    List<CrashLane.Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(lanes.size())) {
      List<Future<CrashLane.Outcome>> running =
          lanes.stream().map(lane -> threads.submit(() -> onItsOwnBroker(lane))).toList();
      for (Future<CrashLane.Outcome> one : running) {
        outcomes.add(one.get());
      }
    }
    return outcomes;
  }

  private static CrashLane.Outcome onItsOwnBroker(CrashLane lane) {
    BrokerNode node = TestBroker.ownNode(lane.folder().resolve("broker"));
    try {
      return lane.run(node.uri());
    } finally {
      node.close();
    }
  }

  private static void report(
      HaltPlan plan,
      CrashReference reference,
      List<CrashLane.Outcome> outcomes,
      DrillSize size,
      long seconds) {
    List<String> struck = outcomes.stream().flatMap(one -> one.struck().stream()).toList();
    FailureMatrix.record(
        Scenario.CRASH_MATRIX,
        "0 lost, 0 duplicated, 0 leaked; one terminal event per stage",
        "%d of %d places in the plan, %d reached and struck (%s); %d clusters side by side, %d s; %d endings said again under their own id; %s"
            .formatted(
                plan.places().size(),
                reference.plan().places().size(),
                struck.size(),
                perPoint(struck),
                outcomes.size(),
                seconds,
                outcomes.stream().mapToLong(CrashLane.Outcome::repetitions).sum(),
                size));
  }

  private static String perPoint(List<String> struck) {
    return Arrays.stream(FailPoint.values())
        .map(point ->
            struck.stream().filter(place -> place.endsWith("|" + point)).count() + " " + point)
        .collect(Collectors.joining(", "));
  }
}
