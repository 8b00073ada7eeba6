package io.clusterline.cli;

import static io.clusterline.event.StageName.ADDONS;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.cli.demo.NodeCount;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.ClusterView;
import io.clusterline.testkit.Story;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is said of a build that has no result. */
class BuildJsonTest {

  private final Story story =
      new Story(1).requested(0).accepted(1).started(2, INFRA, step("vpc/main"));

  @Test
  void givenABuildThatFailedInItsLastStageWhenPrintedThenItsNodesAreThoseThatWereSeen() {
    story.infraReady(3).masterInitialized(4).cniReady(5);
    ResultJson result =
        ResultJson.of(story.failed(9, ADDONS, "release/x", "ADDON_UNHEALTHY", "no").view());

    assertThat(result.nodes()).isEqualTo(new ResultJson.Count(2, 2));
    assertThat(BuildReport.lines(story.view()))
        .contains("Nodes: 2 of 2 Ready when they were last looked at.");
  }

  @Test
  void givenABuildOfWhichNoEventToldOfNodesWhenPrintedThenTheirNumberIsNotClaimed() {
    ResultJson result = ResultJson.of(story.infraReady(3).masterInitialized(4).view());

    assertThat(tree(result).has("nodes")).isFalse();
    assertThat(tree(result.withNodes(new NodeCount(13, 14))).path("nodes"))
        .hasToString("{\"ready\":13,\"total\":14}");
  }

  @Test
  void givenABuildThatWaitsWhenGotThenItIsSaidForWhatAndSinceWhen() {
    story.running(INFRA, "vpc/main", 3, "waiting until it is there, at most 60 s; seen: pending");
    KnownCluster cluster = KnownCluster.of(view());
    StringWriter out = new StringWriter();

    new ClusterPrinter(new OutputOption(), new PrintWriter(out)).one(cluster, BuildHistory.none());

    assertThat(out.toString())
        .contains("It waits for:")
        .contains("vpc/main: waiting until it is there, at most 60 s; seen: pending")
        .contains("(since 2026-11-22T10:00:03Z)");
    assertThat(ClusterPrinter.json(cluster).at("/waits/0").path("since").asString())
        .isEqualTo("2026-11-22T10:00:03Z");
  }

  private ClusterView view() {
    ClusterView view = ClusterView.of(Story.name());
    for (var event : story.events()) {
      view = view.with(event);
    }
    return view;
  }

  private static JsonNode tree(ResultJson result) {
    return Json.MAPPER.valueToTree(result);
  }
}
