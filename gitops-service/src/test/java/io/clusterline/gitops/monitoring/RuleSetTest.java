package io.clusterline.gitops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.testkit.SampleClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RuleSetTest {

  private static final Path HOME = Path.of("..", "deploy", "monitoring");
  private static final Path OF_ECO2 = HOME.resolve(Path.of("cluster", "eco2-rules.json"));
  private static final ClusterFacts ECO2 = ClusterFacts.of(SampleClusters.eco2());

  @Test
  void givenTheDashboardsThatAreCheckedInWhenListedThenTheClusterGetsEachOfThem()
      throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve(Path.of("grafana", "dashboards")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              MonitoringFiles.DASHBOARDS.stream().map(uid -> uid + ".json").toList());
    }
  }

  /** A ConfigMap holds a mebibyte at most. */
  @Test
  void givenADashboardWhenReadThenItFitsAConfigMapAndHasItsUid() {
    assertThat(MonitoringFiles.DASHBOARDS)
        .allSatisfy(uid -> {
          String json = MonitoringFiles.dashboard(uid);
          assertThat(json.length()).isLessThan(512 * 1024);
          assertThat(Json.MAPPER.readTree(json).path("uid").asString()).isEqualTo(uid);
        });
  }

  @Test
  void givenEco2WhenTheFactsAreWrittenThenEachOfItsNodesIsExpectedAndItsRepositoryIsNamed() {
    JsonNode facts = RuleSet.CLUSTER.groups(ECO2).get(0);

    assertThat(facts.path("rules").valueStream().map(rule -> rule.at("/labels/node").asString("")))
        .hasSize(15)
        .contains("k8s-master", "k8s-api-auth", "k8s-monitoring");
    assertThat(facts.toString()).contains("cluster:clusterline_follows_repository:info");
  }

  @Test
  void givenAClusterWithoutRepositoryWhenTheFactsAreWrittenThenNoRepositoryIsExpected() {
    JsonNode groups = RuleSet.CLUSTER.groups(new ClusterFacts(List.of("one"), false));

    assertThat(groups.get(0).path("rules")).hasSize(1);
  }

  /** promtool tests what comes out, as eco2's Prometheus gets it: deploy/monitoring/tests. */
  @Test
  void givenEco2WhenItsRulesAreWrittenThenTheyAreThoseCheckedIn() throws IOException {
    ObjectNode file = Json.MAPPER.createObjectNode();
    var groups = file.putArray("groups");
    for (RuleSet rules : RuleSet.values()) {
      rules.groups(ECO2).forEach(groups::add);
    }
    String text = file.toPrettyString() + "\n";
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.createDirectories(OF_ECO2.getParent());
      Files.writeString(OF_ECO2, text);
    }
    assertThat(OF_ECO2)
        .as("run this test with -Dclusterline.regenerate=true to write the rules anew")
        .hasContent(text);
  }
}
