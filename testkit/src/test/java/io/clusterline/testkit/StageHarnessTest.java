package io.clusterline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.InfraReady;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.execution.TestStage;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.PlannedChange;
import io.clusterline.testkit.StageHarness.Surroundings;
import org.junit.jupiter.api.Test;

class StageHarnessTest {

  private static final ClusterAccepted TRIGGER = new ClusterAccepted(SampleClusters.small(), false);

  private final MemoryLedger ledger = new MemoryLedger();
  private final FakeSupport support = new FakeSupport(new MemorySecrets());
  private final TestStage stage = TestStage.running(context -> {});

  @Test
  void givenAStageWhenAppliedTwiceThenItsResultIsThereAndTheSecondRunChangesNothing() {
    StageRun first = harness(stage).apply(TRIGGER);
    StageRun second = harness(stage).apply(TRIGGER);

    assertThat(first.result(InfraReady.class).infrastructure().vpcId()).isEqualTo("vpc-1");
    assertThat(first.report().count(Outcome.CREATED)).isOne();
    assertThat(second.report().changedNothing()).isTrue();
    assertThat(stage.made()).hasValue(1);
  }

  @Test
  void givenAStageWhenPlannedThenNothingIsMade() {
    assertThat(harness(stage).plan(TRIGGER))
        .extracting(PlannedChange::action)
        .containsExactly(PlannedChange.Action.CREATE);
    assertThat(stage.made()).hasValue(0);
    assertThat(ledger.writes()).isZero();
  }

  @Test
  void givenAStepThatFailsWhenAppliedThenThereIsNoResultAndTheFailureIsNamed() {
    TestStage failing =
        TestStage.running(context -> {
          throw new ClusterlineException(ErrorCode.AWS_DENIED, "no right to make it");
        });

    StageRun run = harness(failing).apply(TRIGGER);

    assertThat(run.event()).isEmpty();
    assertThat(run.report().failures()).containsOnlyKeys(Address.parse("work/one"));
    assertThatThrownBy(() -> run.result(InfraReady.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no right to make it");
  }

  @Test
  void givenWhatAStageMadeWhenAllIsRemovedThenTheLedgerIsEmpty() {
    harness(stage).apply(TRIGGER);

    StageRun run = harness(stage).removeAll(TRIGGER);

    assertThat(run.report().count(Outcome.REMOVED)).isOne();
    assertThat(ledger.entries()).isEmpty();
    assertThat(stage.removed()).hasValue(1);
  }

  @Test
  void givenWhatTheStageStillAsksForWhenPrunedThenItStays() {
    harness(stage).apply(TRIGGER);

    assertThat(harness(stage).prune(TRIGGER).report().outcomes()).isEmpty();
    assertThat(ledger.entries()).hasSize(1);
  }

  @Test
  void givenAWholeRemovalWhenDoneThenTheCheckAtItsEndHasRun() {
    harness(stage).apply(TRIGGER);

    StageRun run = harness(stage).removeWithMachines(TRIGGER);

    assertThat(run.report().failures()).isEmpty();
    assertThat(run.leftovers()).isEmpty();
  }

  private StageHarness<ClusterAccepted, TestStage.Context> harness(TestStage tested) {
    ClusterRef cluster = new ClusterRef("small", "uid-1", 1, "build-1");
    return new StageHarness<>(tested, new Surroundings(cluster, "ap-northeast-2", ledger, support));
  }
}
