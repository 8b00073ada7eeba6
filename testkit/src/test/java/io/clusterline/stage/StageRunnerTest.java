package io.clusterline.stage;

import static io.clusterline.stage.HistoryAssert.assertThat;
import static io.clusterline.stage.Runs.apply;
import static io.clusterline.stage.Runs.graph;
import static io.clusterline.stage.Runs.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.PlannedChange.Action;
import io.clusterline.testkit.MemoryLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageRunnerTest {

  private final MemoryLedger ledger = new MemoryLedger();
  private final World world = World.withLedger(ledger);
  private final Thing vpc = Thing.of("vpc");
  private final Thing left = Thing.of("left", vpc);
  private final Thing right = Thing.of("right", vpc);
  private final Thing top = Thing.of("top", left, right);

  @Test
  void givenADiamondWhenAppliedThenEveryStepRunsAfterWhatItWaitsFor() {
    StageReport report = apply(world, graph(vpc, left, right, top));

    assertThat(report.succeeded()).isTrue();
    assertThat(report.count(Outcome.CREATED)).isEqualTo(4);
    assertThat(world.history())
        .wereCreatedInOrder("vpc", "left", "top")
        .wereCreatedInOrder("vpc", "right", "top");
  }

  @Test
  void givenTwoIndependentStepsWhenAppliedThenTheyRunAtOnce() {
    world.gate(Set.of("left", "right"), new CountDownLatch(2));

    assertThat(apply(world, graph(vpc, left, right)).succeeded()).isTrue();
  }

  @Test
  void givenAFailureWhenAppliedThenOnlyItsDependantsAreStopped() {
    world.breakResource("left");

    StageReport report = apply(world, graph(vpc, left, right, top));

    assertThat(report.failures()).containsOnlyKeys(left.address());
    assertThat(report.outcomes())
        .containsEntry(right.address(), Outcome.CREATED)
        .containsEntry(top.address(), Outcome.SKIPPED);
    assertThat(world.history()).neverStarted("top");
  }

  @Test
  void givenAFinishedRunWhenAppliedAgainThenNothingIsDoneAndNothingWritten() {
    apply(world, graph(vpc, left, right, top));
    long writes = ledger.writes();

    StageReport again = apply(world.laterRun(ledger, 2), graph(vpc, left, right, top));

    assertThat(again.changedNothing()).isTrue();
    assertThat(ledger.writes()).isEqualTo(writes);
    assertThat(world.history()).wasCreated(1, "vpc").wasCreated(1, "top");
  }

  @Test
  void givenADifferenceWhenAppliedThenItIsRepairedAndRecordedUnderTheNewGeneration() {
    apply(world, graph(vpc, left));

    StageReport report = apply(world.laterRun(ledger, 2), graph(vpc, left.withValue("v2")));

    assertThat(report.outcomes())
        .containsEntry(vpc.address(), Outcome.UNCHANGED)
        .containsEntry(left.address(), Outcome.CHANGED);
    assertThat(ledger.entries().get(vpc.address()).generation()).isEqualTo(1);
    assertThat(ledger.entries().get(left.address()).generation()).isEqualTo(2);
  }

  @Test
  void givenAnUnfulfilledIntentWhenAppliedAgainThenItsNonceIsUsedAgain() {
    world.breakResource("vpc");
    apply(world, graph(vpc));
    LedgerEntry intent = ledger.entries().get(vpc.address());
    World later = world.laterRun(ledger, 1);
    later.repair("vpc");

    apply(later, graph(vpc));

    assertThat(intent.isIntent()).isTrue();
    assertThat(ledger.entries().get(vpc.address()).clientToken()).isEqualTo(intent.clientToken());
    assertThat(ledger.entries().get(vpc.address()).isIntent()).isFalse();
  }

  @Test
  void givenAResourceThatVanishedWhenAppliedAgainThenItIsMadeUnderAFreshNonce() {
    apply(world, graph(vpc));
    String first = ledger.entries().get(vpc.address()).clientToken();
    World later = world.laterRun(ledger, 1);
    later.resources().remove("vpc");

    apply(later, graph(vpc));

    assertThat(ledger.entries().get(vpc.address()).clientToken()).isNotEqualTo(first);
    assertThat(world.history()).wasCreated(2, "vpc");
  }

  @Test
  void givenAStepBeyondItsDeadlineWhenAppliedThenTheErrorNamesItAndTheLastMessage() {
    record Stuck(String key) implements Step<World, String> {
      @Override
      public Kind<World, String> kind() {
        return Kind.withoutResource("stuck", String.class);
      }

      @Override
      public Found<String> find(World context) {
        return Found.missing();
      }

      @Override
      public String apply(World context, Found<String> found) {
        return Wait.until("it moves")
            .within(Duration.ofMinutes(1))
            .reporting(context::report)
            .poll(() -> Wait.Seen.notYet("it does not move"));
      }

      @Override
      public Duration deadline() {
        return Duration.ofMillis(300);
      }
    }
    StepGraph<World> stuck = new StepGraph<>();
    stuck.add(new Stuck("one"));

    StageReport report = apply(world, stuck);

    ClusterlineException failure = report.failures().values().iterator().next();
    assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(failure).hasMessageContaining("stuck/one").hasMessageContaining("it does not move");
  }

  @Test
  void givenALostLeaseWhenAppliedThenNothingMoreIsMutated() {
    StageScope lost =
        new StageScope(
            new ClusterRef("eco2", "uid-1", 1, "build-1"),
            "",
            "ap-northeast-2",
            ledger,
            () -> {
              throw new ClusterlineException(ErrorCode.LEASE_LOST, "taken over");
            });

    StageReport report =
        new StageRunner<>(graph(vpc), new World(lost, world), lost, StageListener.NONE, Set.of())
            .apply();

    assertThat(report.failures().get(vpc.address()).code()).isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(ledger.writes()).isZero();
    assertThat(world.history().started()).isEmpty();
  }

  @Test
  void givenAStepThatReadsWhatItDidNotDeclareWhenAppliedThenItFails() {
    record Sneaky(String key, List<String> names) implements Step<World, String> {
      @Override
      public Kind<World, String> kind() {
        return Kind.withoutResource("sneaky", String.class);
      }

      @Override
      public Found<String> find(World context) {
        return Found.missing();
      }

      @Override
      public String apply(World context, Found<String> found) {
        return context.output(Thing.of(names.getFirst()));
      }
    }
    StepGraph<World> graph = graph(vpc);
    graph.add(new Sneaky("one", List.of("vpc")));

    StageReport report = apply(world, graph);

    assertThat(report.failures().values())
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("without declaring it"));
  }

  @Test
  void givenNothingYetWhenPlannedThenAllIsToBeCreatedAndNothingIsTouched() {
    List<PlannedChange> plan = plan(world, graph(vpc, left));

    assertThat(plan).extracting(PlannedChange::action).containsOnly(Action.CREATE);
    assertThat(ledger.writes()).isZero();
    assertThat(world.resources()).isEmpty();
  }

  @Test
  void givenADifferenceAndALeftoverWhenPlannedThenBothAreShown() {
    apply(world, graph(vpc, left, right));

    List<PlannedChange> plan = plan(world.laterRun(ledger, 2), graph(vpc, left.withValue("v2")));

    assertThat(plan)
        .containsExactly(
            new PlannedChange(vpc.address(), Action.KEEP, List.of()),
            new PlannedChange(
                left.address(), Action.CHANGE, List.of(new Found.Change("value", "v1", "v2"))),
            new PlannedChange(right.address(), Action.REMOVE, List.of()));
  }

  /** One that only a new one can be as it should. */
  private record Disk(String key, String size, boolean later) implements Step<World, String> {
    @Override
    public Kind<World, String> kind() {
      return Kind.of("disk", String.class, World::remove, (w, intent) -> Optional.empty());
    }

    @Override
    public Found<String> find(World context) {
      return new Found.Drifted<>("10", List.of(new Found.Change("size", "10", size)), true);
    }

    @Override
    public boolean isPostponed(World context, Found.Drifted<String> found) {
      return later;
    }

    @Override
    public String apply(World context, Found<String> found) {
      return size;
    }
  }

  private StageReport applyApproved(StepGraph<World> graph) {
    Set<Address> approvals = Set.of(Address.parse("disk/data"));
    return new StageRunner<>(graph, world, world.runScope(), StageListener.NONE, approvals).apply();
  }

  @Test
  void givenAnApprovedReplacementThatIsPostponedWhenAppliedThenTheOldOneStaysAndNothingChanged() {
    StepGraph<World> graph = new StepGraph<>();
    Disk disk = graph.add(new Disk("data", "5", true));

    StageReport report = applyApproved(graph);

    assertThat(report.outcomes()).containsEntry(disk.address(), Outcome.UNCHANGED);
    assertThat(ledger.entries().get(disk.address()).value().asString()).isEqualTo("10");
  }

  @Test
  void givenAReplacementWithoutApprovalWhenAppliedThenItIsRefused() {
    StepGraph<World> graph = new StepGraph<>();
    graph.add(new Disk("data", "5", false));

    StageReport refused = apply(world, graph);
    StageReport approved = applyApproved(graph);

    assertThat(refused.failures().values())
        .extracting(ClusterlineException::code)
        .containsExactly(ErrorCode.REPLACEMENT_NOT_APPROVED);
    assertThat(approved.succeeded()).isTrue();
  }
}
