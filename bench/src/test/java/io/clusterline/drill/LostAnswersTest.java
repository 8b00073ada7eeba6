package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "It ran, then timed out", at every call that changes something; and a state store in trouble. */
class LostAnswersTest {

  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final AwsStandIn AWS = AwsStandIn.shared();

  @TempDir Path folder;

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @Test
  void
      givenEveryChangeWhoseAnswerIsLost_whenBuiltAndDeleted_thenEachResourceExistsOnceAndThenNoMore() {
    try (DrillLine drill = new DrillLine(TestBroker.uri());
        Worker worker = new Worker(settings(drill), folder.resolve("log"))) {
      AWS.resetCalls();
      Map<String, Integer> reference = buildAndDelete(drill, "drill-answered");
      List<Map<String, Object>> rules = rules();

      faults(rules);
      Map<String, Integer> counts = buildAndDelete(drill, "drill-lost");

      int hits = AWS.faultHits();
      assertThat(counts).isEqualTo(reference);
      assertThat(hits).as("answers lost").isGreaterThanOrEqualTo(rules.size());
      FailureMatrix.record(
          Scenario.LOST_ANSWERS,
          "built and deleted; 0 lost, 0 duplicated, 0 leaked",
          "%d actions, %d answers lost: %s".formatted(rules.size(), hits, names(rules)));
    }
  }

  @Test
  void givenAStateStoreInTrouble_whenBuiltAndDeleted_thenEachResourceExistsOnceAndThenNoMore() {
    try (DrillLine drill = new DrillLine(TestBroker.uri());
        Worker worker = new Worker(settings(drill), folder.resolve("log"))) {
      Map<String, Integer> reference = buildAndDelete(drill, "drill-calm");

      faults(
          List.of(
              Map.of("service", "s3", "probability", 0.05, "code", "SlowDown", "status", 503),
              Map.of("service", "s3", "probability", 0.03, "code", "InternalError", "status", 500),
              Map.of("service", "s3", "probability", 0.02, "drop", true),
              Map.of(
                  "service", "s3", "action", "Put.*", "probability", 0.05, "applyThenDrop", true),
              Map.of(
                  "service",
                  "secretsmanager",
                  "times",
                  3,
                  "code",
                  "InternalServiceError",
                  "status",
                  500)));
      Map<String, Integer> counts = buildAndDelete(drill, "drill-trouble");

      int hits = AWS.faultHits();
      assertThat(counts).isEqualTo(reference);
      assertThat(hits).isPositive();
      FailureMatrix.record(
          Scenario.STATE_ERRORS,
          "built and deleted; 0 lost, 0 duplicated, 0 leaked",
          "%d calls hit (5 %% SlowDown, 3 %% 500, 2 %% dropped, 5 %% of puts done and dropped)"
              .formatted(hits));
    }
  }

  private WorkerSettings settings(DrillLine drill) {
    return drill.settings(folder.resolve("worlds"), true);
  }

  private Map<String, Integer> buildAndDelete(DrillLine drill, String name) {
    drill.request(SampleClusters.small(name));
    ClusterRecord built = drill.await(name, Phase.READY, LIMIT);
    Inventory inventory = Inventory.of(name, built.uid());
    String ledger = DrillLine.json(drill.stages(name).ledger(StageName.INFRA).entries().values());
    assertThat(inventory.unknownTo(ledger)).as("leaks").isEmpty();
    drill.delete(name);
    drill.await(name, Phase.REMOVED, LIMIT);
    assertThat(Inventory.of(name, built.uid()).size()).as("left behind").isZero();
    return inventory.counts();
  }

  @SuppressWarnings("unchecked")
  private static void faults(List<Map<String, Object>> rules) {
    AWS.faults(rules.toArray(Map[]::new));
  }

  /** One rule for each action of the calm build that changes something. */
  private static List<Map<String, Object>> rules() {
    List<Map<String, Object>> rules = new ArrayList<>();
    AWS.calls()
        .get("calls")
        .forEachEntry((service, actions) ->
            actions.forEachEntry((action, count) -> {
              if (!action.matches("(Describe|Get|List|Head|Assume).*")) {
                rules.add(
                    Map.of(
                        "service", service, "action", action, "times", 1, "applyThenDrop", true));
              }
            }));
    return rules;
  }

  private static String names(List<Map<String, Object>> rules) {
    return String.join(", ", new TreeSet<>(rules.stream().map(r -> "" + r.get("action")).toList()));
  }
}
