package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker is frozen for longer than its lease, and continues after another has taken over. */
class FrozenWorkerTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  @AfterEach
  void noFaults() {
    AwsStandIn.shared().noFaults();
  }

  @Test
  void givenAWorkerThatFreezesAtWork_whenItContinuesAfterTheTakeOver_thenItStops() {
    String name = "drill-frozen";
    try (DrillLine drill = new DrillLine(TestBroker.uri())) {
      WorkerSettings slow =
          drill.settings(folder.resolve("worlds"), false).withStepDuration(Duration.ofSeconds(1));
      try (Worker frozen = new Worker(slow, folder.resolve("frozen.log"))) {
        drill.request(SampleClusters.small(name));
        awaitResource(name, StageName.BOOTSTRAP);
        frozen.freeze();
        try (Worker other = new Worker(slow, folder.resolve("other.log"))) {
          drill.await(name, Phase.READY, LIMIT);
          frozen.thaw();
          awaitWord(frozen, "LEASE_LOST");
          drill.delete(name);
          drill.await(name, Phase.REMOVED, LIMIT);
          assertThat(other.deaths() + frozen.deaths()).isZero();
        }
      }
      assertOneEnding(drill, name);
      FailureMatrix.record(
          Scenario.FROZEN_WORKER,
          "the other finished; what the woken one had under way was removed with the rest; nothing else was changed by it",
          "two replicas, lease 3 s; the woken one's steps ended with LEASE_LOST; one ending per stage; one round, as in every run");
    }
  }

  @Test
  void givenACallThatOutlivesTheLease_whenItsWorkerWakes_thenTheMachineIsThereOnce() {
    String name = "drill-frozen-call";
    AwsStandIn.shared()
        .faults(
            Map.of("service", "ec2", "action", "RunInstances", "times", 1, "latencyMillis", 5_000));
    try (DrillLine drill = new DrillLine(TestBroker.uri())) {
      WorkerSettings settings = drill.settings(folder.resolve("worlds"), true);
      try (Worker frozen = new Worker(settings, folder.resolve("frozen.log"))) {
        drill.request(SampleClusters.small(name));
        awaitCall();
        frozen.freeze();
        try (Worker other = new Worker(settings, folder.resolve("other.log"))) {
          ClusterRecord built = drill.await(name, Phase.READY, LIMIT);
          frozen.thaw();
          Inventory inventory = Inventory.of(name, built.uid());
          String ledger =
              DrillLine.json(drill.stages(name).ledger(StageName.INFRA).entries().values());
          assertThat(inventory.ids().get("instances")).hasSize(3);
          assertThat(inventory.unknownTo(ledger)).as("leaks").isEmpty();
          drill.delete(name);
          drill.await(name, Phase.REMOVED, LIMIT);
          assertThat(Inventory.of(name, built.uid()).size()).as("left behind").isZero();
          assertThat(other.deaths()).isZero();
        }
      }
      FailureMatrix.record(
          Scenario.FROZEN_CALL,
          "3 machines asked for, 3 there; ledger equals inventory; nothing left after deletion",
          "the call took 5 s, the lease was 3 s; one round, as in every run");
    }
  }

  private static void assertOneEnding(DrillLine drill, String name) {
    Map<String, Set<String>> endings = History.read(drill.broker()).endings(name);
    assertThat(endings).hasSize(History.BUILT.size() + History.REMOVED.size());
    assertThat(endings).allSatisfy((ending, ids) -> assertThat(ids).as(ending).hasSize(1));
  }

  private void awaitResource(String cluster, StageName layer) {
    FakeWorld world = FakeLayer.world(folder.resolve("worlds"), cluster, layer);
    Wait.until("something of " + layer + " is there")
        .within(LIMIT)
        .poll(() -> {
          List<String> all = world.all();
          return all.isEmpty() ? Seen.notYet("nothing") : Seen.yes(all);
        });
  }

  private static void awaitCall() {
    Wait.until("RunInstances is under way")
        .within(LIMIT)
        .poll(
            () -> AwsStandIn.shared().faultHits() > 0 ? Seen.yes(true) : Seen.notYet("not called"));
  }

  private static void awaitWord(Worker worker, String word) {
    Wait.until("the woken worker says " + word)
        .within(LIMIT)
        .poll(() -> worker.hasLogged(word) ? Seen.yes(true) : Seen.notYet("it does not"));
  }
}
