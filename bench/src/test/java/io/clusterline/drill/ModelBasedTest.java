package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the execution of stages with a pure model. Clusters of the same names in two regions get
 * two specifications, are cancelled, rolled back and deleted; resources break and are repaired,
 * dead letters are replayed, workers die; messages come in any order, several times and long after
 * they were acked; the state store is slow, fails and loses answers. Every write of the store is
 * compared with the model ({@link ModelOracle}), and so are the resources whenever no work is under
 * way.
 */
class ModelBasedTest {

  private static final List<String> REGIONS = List.of("ap-northeast-2", "eu-central-1");
  private static final int NAMES = 5;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** A replayed stage may fail because of another that is replayed after it. */
  private static final int REPLAYS = 8;

  @TempDir Path folder;

  @Test
  void givenAnythingAtAnyTimeThenItMatchesTheModel() {
    DrillSize size = DrillSize.requested();
    int least = size.of(10_000, 1_500);
    SplittableRandom random = new SplittableRandom(size.seed());
    List<Place> places = places();
    ModelWorlds worlds = new ModelWorlds(folder);
    ModelOracle oracle = new ModelOracle(worlds);
    try (ModelLine drill = new ModelLine(worlds, oracle, random.nextLong())) {
      ModelUsers users = new ModelUsers(drill, oracle, worlds, places, random.split());
      ModelChecks checks = new ModelChecks(drill, oracle, worlds, places);
      System.out.println("drill: model, " + size);
      disrupt(drill, oracle, users, least, random.split());

      drill.stopFaults();
      worlds.repairAll();
      settle(drill, oracle, checks);
      places.forEach(place -> users.delete(place));
      settle(drill, oracle, checks);
      checks.assertAllDeleted();
      checks.journal(users.sent());

      System.out.println("drill: model: " + drill.figures() + "; " + users.counts());
      System.out.println(
          "drill: model: %d deliveries, %d divergences"
              .formatted(drill.deliveries(), oracle.divergences().size()));
      assertNoDivergence(oracle, size);
      FailureMatrix.record(
          Scenario.MODEL, "0 divergences from the model", drill.figures() + "; " + size);
    }
  }

  private static List<Place> places() {
    return REGIONS.stream()
        .flatMap(region -> IntStream.range(0, NAMES).mapToObj(i -> new Place(region, "model-" + i)))
        .toList();
  }

  private static void disrupt(
      ModelLine drill, ModelOracle oracle, ModelUsers users, int least, SplittableRandom random) {
    drill.startFaults();
    Wait.until("there were " + least + " deliveries")
        .within(LIMIT.plusMillis(40L * least))
        .atMostEvery(Duration.ofMillis(5))
        .poll(() -> {
          drill.deliverSome(0.25);
          if (random.nextInt(12) == 0) {
            users.actAtRandom();
          }
          boolean over = drill.deliveries() >= least || !oracle.divergences().isEmpty();
          return over ? Seen.yes(true) : Seen.notYet(drill.deliveries() + " deliveries");
        });
  }

  /** Delivers all messages; then replays all dead letters, until none is left. */
  private static void settle(ModelLine drill, ModelOracle oracle, ModelChecks checks) {
    for (int i = 0; i < REPLAYS; i++) {
      deliverAll(drill, oracle);
      checks.atRest();
      if (drill.broker().deadLetters().isEmpty()) {
        break;
      }
      drill.broker().deadLetters().forEach(drill.broker()::replay);
    }
    checks.assertAsLastRequested();
  }

  private static void deliverAll(ModelLine drill, ModelOracle oracle) {
    Wait.until("nothing is under way")
        .within(LIMIT)
        .atMostEvery(Duration.ofMillis(5))
        .poll(() -> {
          drill.deliverSome(0);
          return drill.broker().isEmpty() || !oracle.divergences().isEmpty()
              ? Seen.yes(true)
              : Seen.notYet("messages wait");
        });
  }

  private static void assertNoDivergence(ModelOracle oracle, DrillSize size) {
    assertThat(oracle.divergences())
        .as("-Dclusterline.drill.seed=%d; the last events of each cluster are told", size.seed())
        .isEmpty();
  }
}
