package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.broker.BrokerNode;
import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.TestBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In the manner of Jepsen: clusters are requested while the broker restarts and is killed,
 * connections are cut and stall, and workers are killed; then the results are counted. Every
 * acknowledged request must have its result.
 */
class OutageTest {

  /** A stage that several outages struck waits for up to ten minutes, the ladder's last rung. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  @TempDir Path folder;

  @Test
  void givenOutagesOfEveryKind_whenClustersAreAskedFor_thenNothingAcknowledgedIsLostOrTwice() {
    DrillSize size = DrillSize.requested();
    BrokerNode node = TestBroker.ownNode(folder.resolve("broker"));
    try (FaultProxy amqp = new FaultProxy(node.uri().getPort());
        FaultProxy aws = new FaultProxy(AwsStandIn.shared().endpoint().getPort());
        DrillLine drill = new DrillLine(through(node.uri(), amqp))) {
      WorkerSettings settings =
          drill
              .settings(folder.resolve("worlds"), false)
              .withEndpoints(
                  drill.broker().toString(),
                  through(AwsStandIn.shared().endpoint(), aws).toString());
      try (Worker one = new Worker(settings, folder.resolve("one.log"));
          Worker two = new Worker(settings, folder.resolve("two.log"))) {
        List<Worker> workers = List.of(one, two);
        var random = new SplittableRandom(size.seed());
        try (Chaos chaos = new Chaos(node, amqp, aws, workers, random.split())) {
          OutageReport report = drill(drill, chaos, size, random);
          report.write();
          FailureMatrix.record(Scenario.OUTAGES, report.outcome(), report.evidence());
        }
      }
    } finally {
      node.close();
    }
  }

  private OutageReport drill(
      DrillLine drill, Chaos chaos, DrillSize size, SplittableRandom random) {
    long begun = System.nanoTime();
    chaos.start();
    Requests requests = Requests.of(drill, size.of(60, 12), random);
    chaos.stop();
    awaitEnd(drill, requests);
    assertThat(chaos.counts()).as("what was broken").containsOnlyKeys(Chaos.Blow.values());
    return counted(drill, requests, chaos, Duration.ofNanos(System.nanoTime() - begun), size);
  }

  private static URI through(URI uri, FaultProxy proxy) {
    return URI.create(uri.toString().replace(":" + uri.getPort(), ":" + proxy.port()));
  }

  private static void awaitEnd(DrillLine drill, Requests requests) {
    Wait.until("all that was acknowledged, or was there without an answer, is built")
        .within(LIMIT)
        .poll(() -> {
          List<String> missing =
              requests.all().stream()
                  .filter(name -> requests.acknowledged().contains(name) || isKnown(drill, name))
                  .filter(name -> !isReady(drill, name))
                  .toList();
          return missing.isEmpty()
              ? Seen.yes(true)
              : Seen.notYet(
                  "missing: "
                      + missing
                      + ", the first: "
                      + drill.describeProgress(missing.getFirst()));
        });
  }

  private static boolean isKnown(DrillLine drill, String name) {
    return drill.state(name).read().isPresent();
  }

  private static boolean isReady(DrillLine drill, String name) {
    return drill
        .state(name)
        .read()
        .map(ClusterRecord::phase)
        .filter(Phase.READY::equals)
        .isPresent();
  }

  private OutageReport counted(
      DrillLine drill, Requests requests, Chaos chaos, Duration duration, DrillSize size) {
    History history = History.read(drill.broker());
    long lost = requests.acknowledged().stream().filter(name -> !isReady(drill, name)).count();
    long twice =
        requests.all().stream()
            .mapToLong(name -> twiceMade(name) + twiceEnded(history, name))
            .sum();
    assertThat(lost).as("lost").isZero();
    assertThat(twice).as("duplicated").isZero();
    return new OutageReport(
        requests,
        lost,
        twice,
        requests.unknown().stream().filter(name -> isReady(drill, name)).count(),
        requests.all().stream().mapToLong(history::repetitions).sum(),
        chaos.deaths(),
        chaos,
        duration,
        size);
  }

  private long twiceMade(String name) {
    return StageName.build().stream()
        .mapToLong(layer -> {
          List<String> all = FakeLayer.world(folder.resolve("worlds"), name, layer).all();
          return all.size() - all.stream().map(id -> id.split("~")[0]).distinct().count();
        })
        .sum();
  }

  private static long twiceEnded(History history, String name) {
    return history.endings(name).values().stream().filter(ids -> ids.size() > 1).count();
  }
}
