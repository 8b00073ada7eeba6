package io.clusterline.cli;

import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Story;
import org.junit.jupiter.api.Test;

class BuildReportTest {

  static final String REQUEST = "the-request";

  @Test
  void givenACheckThatWasSkippedWhenTheBuildIsReportedThenItIsSaid() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("quota/vcpu"), step("vpc/main"))
            .remarked(2, INFRA, "quota/vcpu", "the quota of vCPUs was not checked: denied")
            .ran(INFRA, "vpc/main", 2, 3);

    assertThat(BuildReport.lines(story.view()))
        .contains("infra: quota/vcpu: the quota of vCPUs was not checked: denied");
  }

  @Test
  void givenAReadyClusterWhenReportedThenItIsSaidWhatGoesOnBesideItAndWhenAllIsThere() {
    assertThat(BuildReport.lines(ready().view()))
        .contains("The cluster is ready; beside it go on: edge, ingress, dns.");
    assertThat(BuildReport.lines(ready().edgeReady(9).ingressReady(10).clusterReady(11).view()))
        .contains(
            "ClusterReady: every stage has ended. What the users' own workloads lack is told above.")
        .noneMatch(line -> line.contains("beside it"));
  }

  @Test
  void givenAFailureBesideAReadyClusterWhenReportedThenWhatWaitsForItDoesNotGoOn() {
    Story story =
        ready()
            .started(9, EDGE, step("hosted-zone/example.org"))
            .failed(10, EDGE, "hosted-zone/example.org", "HOSTED_ZONE_NOT_FOUND", "no zone");

    assertThat(BuildReport.lines(story.view()))
        .contains("The cluster is ready without stage edge, which failed.")
        .noneMatch(line -> line.contains("go on") || line.contains("All that"));
  }

  /** The cluster is ready; what goes on beside it has not ended. */
  static Story ready() {
    return new Story(1, REQUEST)
        .requested(0)
        .accepted(1)
        .infraReady(2)
        .masterInitialized(3)
        .cniApplied(4)
        .nodesJoined(5)
        .cniReady(6)
        .addonsReady(8);
  }
}
