package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord.Status;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A layer's removal uses the ledger of the stage that built it. */
@Timeout(120)
class RemovalOnBrokerTest {

  private final TestLine test = new TestLine();

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenABuiltLayerWhenDeletedThenWhatTheLedgerHoldsIsDeletedAndReported() {
    TestStage stage = TestStage.running(context -> {});
    build(stage);

    InfraRemoved removed =
        remove(stage, new RemovalRequest(Mode.DELETE, 2, 0, "done with it", "me"), 2);

    assertThat(removed.removed()).containsExactly("work/one");
    assertThat(removed.order().reason()).isEqualTo("done with it");
    assertThat(stage.removed()).hasValue(1);
    assertThat(test.stages().ledger(StageName.INFRA).entries()).isEmpty();
  }

  @Test
  void givenALayerThatWasNeverBegunWhenDeletedThenItIsDoneAtOnce() {
    TestStage stage = TestStage.running(context -> {});

    InfraRemoved removed = remove(stage, new RemovalRequest(Mode.DELETE, 1, 0, "typo", "me"), 1);

    assertThat(removed.removed()).isEmpty();
  }

  @Test
  void givenResourcesOfAnOlderGenerationWhenTheNewerIsRolledBackThenTheyStay() {
    TestStage stage = TestStage.running(context -> {});
    build(stage);

    InfraRemoved removed =
        remove(stage, new RemovalRequest(Mode.ROLLBACK, 2, 1, "failed", "spec.onFailure"), 3);

    assertThat(removed.removed()).isEmpty();
    assertThat(stage.removed()).hasValue(0);
    assertThat(test.stages().ledger(StageName.INFRA).entries()).hasSize(1);
  }

  @Test
  void givenResourcesThatTheSpecificationStillAsksForWhenPrunedThenTheyStay() {
    TestStage stage = TestStage.running(context -> {});
    build(stage);

    InfraRemoved removed =
        remove(stage, new RemovalRequest(Mode.PRUNE, 1, 0, "left", "clusterline"), 1);

    assertThat(removed.removed()).isEmpty();
    assertThat(stage.removed()).hasValue(0);
  }

  @Test
  void givenABuildUnderWayWhenTheClusterIsDeletedThenItStopsAndTheRemovalContinues() {
    CountDownLatch begun = new CountDownLatch(1);
    TestStage stage =
        TestStage.running(context -> {
          begun.countDown();
          Wait.until("something that never comes")
              .within(ofSeconds(100))
              .poll(() -> Seen.notYet("still waiting"));
        });
    test.replica(stage);
    test.publish(accepted(1));
    Wait.until("the build has begun")
        .poll(() -> begun.getCount() == 0 ? Seen.yes(1) : Seen.notYet("not yet"));

    InfraRemoved removed = remove(stage, new RemovalRequest(Mode.DELETE, 2, 0, "changed", "me"), 2);

    assertThat(removed.removed()).containsExactly("work/one");
    assertThat(stage.made()).as("the build stopped before it had made anything").hasValue(0);
  }

  private void build(TestStage stage) {
    test.replica(stage);
    test.publish(accepted(1));
    test.nextEvent(StageName.BOOTSTRAP);
    test.awaitStatus(StageName.INFRA, Status.COMPLETE);
  }

  private InfraRemoved remove(TestStage stage, RemovalRequest order, long generation) {
    test.replica(new RemovalExecutor<>(stage, StageName.INFRA_REMOVAL), 1, StallDetector.MARGIN);
    test.publish(nodesRemoved(order, generation));
    return (InfraRemoved) test.nextEvent(StageName.ACCEPT).data();
  }

  private static Event<NodesRemoved> nodesRemoved(RemovalRequest order, long generation) {
    return new Event<>(
        "nodes-removed-" + generation,
        "/clusterline/bootstrap-service",
        "small",
        Instant.now(),
        "uid-1",
        generation,
        "build-" + generation,
        null,
        null,
        new NodesRemoved(TestLine.small(), order, List.of(), List.of()));
  }
}
