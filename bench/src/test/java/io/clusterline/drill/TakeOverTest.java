package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time until a stage continues after its worker was killed, with default settings. */
class TakeOverTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(8);
  private static final double PROMISED_SECONDS = 20;

  @TempDir Path folder;

  @Test
  void givenAWorkerThatIsKilled_whenItIsStartedAgain_thenTheStageContinues() {
    int rounds = DrillSize.requested().of(9, 1);
    List<Double> seconds = new ArrayList<>();
    try (DrillLine drill = new DrillLine(TestBroker.uri())) {
      WorkerSettings settings =
          drill
              .settings(folder.resolve("worlds"), false)
              .leases(DEFAULT_LEASE)
              .withStepDuration(Duration.ofSeconds(2));
      try (Worker worker = new Worker(settings, folder.resolve("log"))) {
        for (int i = 0; i < rounds; i++) {
          seconds.add(takeOver(drill, worker, "drill-killed-" + i));
        }
        assertThat(worker.deaths()).isEqualTo(rounds);
      }
    }
    seconds.sort(null);
    double median = seconds.get(rounds / 2);
    assertThat(median).as("median of %s", seconds).isLessThanOrEqualTo(PROMISED_SECONDS);
    FailureMatrix.record(
        Scenario.TAKE_OVER,
        "the stage goes on after %.1f s (median)".formatted(median),
        "%d kills: %.1f to %.1f s from the kill to the next worker's first move, its start included; %s"
            .formatted(rounds, seconds.getFirst(), seconds.getLast(), DrillSize.requested()));
  }

  private double takeOver(DrillLine drill, Worker worker, String name) {
    drill.request(SampleClusters.small(name));
    FakeWorld world = FakeLayer.world(folder.resolve("worlds"), name, StageName.INFRA);
    Wait.until("infra is in the midst")
        .within(LIMIT)
        .poll(() -> world.all().isEmpty() ? Seen.notYet("nothing") : Seen.yes(true));
    long killedAt = System.nanoTime();
    worker.kill();
    Wait.until("somebody else works on it")
        .within(LIMIT)
        .atMostEvery(Duration.ofMillis(100))
        .poll(() -> attempts(drill, name) > 1 ? Seen.yes(true) : Seen.notYet("nobody"));
    double seconds = Duration.ofNanos(System.nanoTime() - killedAt).toMillis() / 1_000.0;
    drill.await(name, Phase.READY, LIMIT);
    return seconds;
  }

  private static int attempts(DrillLine drill, String name) {
    return drill
        .state(name)
        .read()
        .flatMap(cluster -> drill.stages(name).read(StageName.INFRA))
        .map(StageRecord::attempt)
        .orElse(0);
  }
}
