package io.clusterline.stage;

import static io.clusterline.stage.HistoryAssert.assertThat;
import static io.clusterline.stage.Runs.apply;
import static io.clusterline.stage.Runs.graph;
import static io.clusterline.stage.Runs.removal;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemovalTest {

  private final MemoryLedger ledger = new MemoryLedger();
  private final World world = World.withLedger(ledger);
  private final Thing vpc = Thing.of("vpc");
  private final Thing subnet = Thing.of("subnet", vpc);
  private final Thing machine = Thing.of("machine", subnet);

  @Test
  void givenAChainWhenRemovedThenTheLastCreatedIsDeletedFirstAndTheLedgerIsEmpty() {
    apply(world, graph(vpc, subnet, machine));
    World later = world.laterRun(ledger, 1);

    StageReport report = removal(later).removeAll();

    assertThat(report.succeeded()).isTrue();
    assertThat(world.history()).removedInOrder("machine", "subnet", "vpc");
    assertThat(ledger.entries()).isEmpty();
    assertThat(later.resources()).isEmpty();
  }

  @Test
  void givenAStepThatLeftTheSpecificationWhenPrunedThenOnlyItsResourceIsDeleted() {
    apply(world, graph(vpc, subnet, machine));
    World later = world.laterRun(ledger, 2);

    removal(later).prune(graph(vpc, subnet));

    assertThat(later.resources()).containsOnlyKeys("vpc", "subnet");
    assertThat(ledger.entries()).containsOnlyKeys(vpc.address(), subnet.address());
  }

  @Test
  void givenAResourceThatCannotBeDeletedWhenRemovedThenItsDependenciesStayAndIsStillInTheLedger() {
    apply(world, graph(vpc, subnet, machine));
    World later = world.laterRun(ledger, 1);
    later.breakResource("subnet");

    StageReport report = removal(later).removeAll();

    assertThat(report.failures()).containsOnlyKeys(subnet.address());
    assertThat(later.resources()).containsOnlyKeys("vpc", "subnet");
    assertThat(ledger.entries()).containsOnlyKeys(vpc.address(), subnet.address());
  }

  @Test
  void givenAnIntentWhoseResourceWasMadeButNeverRecordedWhenRemovedThenItIsFoundAndRemoved() {
    world.breakResource("vpc");
    apply(world, graph(vpc));
    World later = world.laterRun(ledger, 1);
    later.repair("vpc");
    later.resources().put("vpc", "v1");

    removal(later).removeAll();

    assertThat(later.resources()).isEmpty();
    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void givenAnUnknownKindWhenRemovedThenItIsAFailureAndNotForgotten() {
    ledger.write(
        new LedgerEntry(
            new Address("moon", "one"),
            "moon",
            1,
            1,
            "",
            "r",
            "n",
            io.clusterline.Json.MAPPER.valueToTree("x"),
            java.util.List.of()));

    StageReport report = removal(world.laterRun(ledger, 1)).removeAll();

    assertThat(report.failures().values())
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("moon/one"));
    assertThat(ledger.entries()).hasSize(1);
  }
}
