package io.clusterline.stage;

import static io.clusterline.stage.Runs.apply;
import static io.clusterline.stage.Runs.graph;
import static io.clusterline.stage.Runs.plan;
import static io.clusterline.stage.Runs.removal;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.testkit.MemoryLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Properties of every graph. Each case is named by its seed; {@code -Dclusterline.seed=N} runs that
 * one alone, {@code -Dclusterline.cases=N} sets how many.
 */
@Timeout(120)
class RandomGraphsTest {

  static Stream<Long> seeds() {
    Long one = Long.getLong("clusterline.seed");
    long start = System.nanoTime();
    return one != null
        ? Stream.of(one)
        : LongStream.range(0, Integer.getInteger("clusterline.cases", 60)).mapToObj(i -> start + i);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givenAnyGraphWhenAppliedThenOrderIsRespectedAndResumeReDoesNothing(long seed) {
    List<Thing> things = randomResources(new Random(seed));
    MemoryLedger ledger = new MemoryLedger();
    World world = World.withLedger(ledger);

    assertThat(apply(world, graph(things)).succeeded()).isTrue();

    List<String> made = world.history().created();
    for (Thing thing : things) {
      for (Thing base : thing.dependencies()) {
        assertThat(made.indexOf(base.name())).isLessThan(made.indexOf(thing.name()));
      }
    }
    assertThat(made).hasSize(things.size()).doesNotHaveDuplicates();
    assertThat(apply(world.laterRun(ledger, 1), graph(things)).changedNothing()).isTrue();
    assertThat(world.history().created()).hasSize(things.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givenAnyGraphWhenAppliedThenAllThatMayRunDoesRunAtOnce(long seed) {
    List<Thing> things = randomResources(new Random(seed));
    World world = World.withLedger(new MemoryLedger());
    // The roots wait for nothing: each is held until every other has begun.
    Set<String> roots = new HashSet<>();
    things.stream()
        .filter(thing -> thing.dependencies().isEmpty())
        .forEach(thing -> roots.add(thing.name()));
    world.gate(roots, new CountDownLatch(roots.size()));

    assertThat(apply(world, graph(things)).succeeded()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givenAFailureWhenAppliedThenExactlyItsDependantsAreSkippedAndResumeFinishes(long seed) {
    Random random = new Random(seed);
    List<Thing> things = randomResources(random);
    Thing broken = things.get(random.nextInt(things.size()));
    MemoryLedger ledger = new MemoryLedger();
    World world = World.withLedger(ledger);
    world.breakResource(broken.name());

    StageReport report = apply(world, graph(things));

    for (Thing thing : things) {
      Outcome expected =
          thing.equals(broken)
              ? Outcome.FAILED
              : dependsOn(thing, broken) ? Outcome.SKIPPED : Outcome.CREATED;
      assertThat(report.outcomes()).containsEntry(thing.address(), expected);
    }
    World later = world.laterRun(ledger, 1);
    later.repair(broken.name());
    assertThat(apply(later, graph(things)).succeeded()).isTrue();
    assertThat(world.history().created()).hasSize(things.size()).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givenAHalfBuiltWorldWhenPlannedThenNothingIsTouchedAndApplyDoesThePlan(long seed) {
    Random random = new Random(seed);
    List<Thing> things = randomResources(random);
    MemoryLedger ledger = new MemoryLedger();
    World world = World.withLedger(ledger);
    world.breakResource(things.get(random.nextInt(things.size())).name());
    apply(world, graph(things));
    World later = world.laterRun(ledger, 1);
    things.forEach(thing -> later.repair(thing.name()));
    long writes = ledger.writes();
    int made = world.history().created().size();

    List<PlannedChange> plan = plan(later, graph(things));

    assertThat(ledger.writes()).isEqualTo(writes);
    assertThat(world.history().created()).hasSize(made);
    StageReport report = apply(later.laterRun(ledger, 1), graph(things));
    for (PlannedChange change : plan) {
      Outcome expected =
          change.action() == PlannedChange.Action.CREATE ? Outcome.CREATED : Outcome.UNCHANGED;
      assertThat(report.outcomes()).containsEntry(change.address(), expected);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givenAnyGraphWhenRemovedThenItIsDeletedInReverseAlsoWithoutItsSpecification(long seed) {
    List<Thing> things = randomResources(new Random(seed));
    MemoryLedger ledger = new MemoryLedger();
    World world = World.withLedger(ledger);
    apply(world, graph(things));

    StageReport report = removal(world.laterRun(ledger, 1)).removeAll();

    assertThat(report.succeeded()).isTrue();
    assertThat(ledger.entries()).isEmpty();
    List<String> removed = world.history().removed();
    for (Thing thing : things) {
      for (Thing base : thing.dependencies()) {
        assertThat(removed.indexOf(thing.name())).isLessThan(removed.indexOf(base.name()));
      }
    }
  }

  private static boolean dependsOn(Thing thing, Thing base) {
    return thing.dependencies().stream().anyMatch(one -> one.equals(base) || dependsOn(one, base));
  }

  private static List<Thing> randomResources(Random random) {
    List<Thing> things = new ArrayList<>();
    int size = 1 + random.nextInt(30);
    for (int i = 0; i < size; i++) {
      List<Thing> upon = new ArrayList<>();
      for (int edges = random.nextInt(4); edges > 0 && !things.isEmpty(); edges--) {
        Thing base = things.get(random.nextInt(things.size()));
        if (!upon.contains(base)) {
          upon.add(base);
        }
      }
      things.add(new Thing("t" + i, "v1", List.copyOf(upon)));
    }
    return things;
  }
}
