package io.clusterline.alert;

import static io.clusterline.event.StageName.ADDONS;
import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.NETWORK;
import static io.clusterline.testkit.Story.step;

import io.clusterline.event.Machine;
import io.clusterline.testkit.Story;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Alerts about builds, by what the real console shows of a journal. */
@Timeout(300)
class BuildAlertsTest {

  private static final String EXPIRY = "clusterline_cluster_certificate_expiry_timestamp_seconds";

  @TempDir private static Path folder;
  private static MonitoredLine line;

  @BeforeAll
  static void startLine() {
    line = new MonitoredLine(folder);
  }

  @AfterAll
  static void stopLine() {
    if (line != null) {
      line.close();
    }
  }

  private static Story begun() {
    return new Story(1)
        .requested(0)
        .accepted(0.1)
        .started(0.2, INFRA, step("vpc/main"), step("instance/worker-1", "vpc/main"))
        .ran(INFRA, "vpc/main", 0.2, 1)
        .running(INFRA, "instance/worker-1", 1, "pending");
  }

  private static void show(String cluster, Story story) {
    line.publish(cluster, Instant.now(), story);
    line.prometheus()
        .awaitData("clusterline_build_stage_state{cluster=\"" + cluster + "\",stage=\"infra\"}");
  }

  private static Map<String, String> of(String cluster) {
    return Map.of("cluster", cluster);
  }

  @Test
  @DrillOf("ClusterlineBuildStuck")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenABuildWhenNoStepEndsAnyMoreThenItIsReportedAsStuck() {
    show("stuck", begun());
    line.prometheus().assertQuiet("ClusterlineBuildStuck", of("stuck"));

    line.prometheus().awaitFiring("ClusterlineBuildStuck", of("stuck"));
  }

  @Test
  @DrillOf("ClusterlineBuildLate")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAFinishedBuildWhenOneLikeItTakesLongerThenItIsReportedAsLate() {
    line.publish("model", Instant.now().minusSeconds(60), finishedInTenSeconds());
    show("late", begun());
    line.prometheus().awaitData("clusterline_build_expected_duration_seconds{cluster=\"late\"}");
    line.prometheus().assertQuiet("ClusterlineBuildLate", of("late"));

    line.prometheus().awaitFiring("ClusterlineBuildLate", of("late"));
  }

  private static Story finishedInTenSeconds() {
    return begun()
        .ran(INFRA, "instance/worker-1", 1, 3)
        .infraReady(3)
        .started(3, BOOTSTRAP, step("joined-node/worker-1"))
        .ran(BOOTSTRAP, "joined-node/worker-1", 3, 6)
        .masterInitialized(4)
        .nodesJoined(6)
        .cniApplied(6)
        .started(6, NETWORK, step("nodes-ready/all"))
        .ran(NETWORK, "nodes-ready/all", 6, 8)
        .cniReady(8)
        .started(8, ADDONS, step("addon-health/cert-manager"))
        .ran(ADDONS, "addon-health/cert-manager", 8, 10)
        .addonsReady(10);
  }

  @Test
  @DrillOf("ClusterlineStageFailed")
  void givenABuildWhenAStageFailsForGoodThenItIsReported() {
    Story story = begun();
    show("failed", story);
    line.prometheus().assertQuiet("ClusterlineStageFailed", of("failed"));

    story.failed(2, INFRA, "instance/worker-1", "AWS_DENIED", "may not run instances");
    show("failed", story);

    line.prometheus()
        .awaitFiring(
            "ClusterlineStageFailed",
            Map.of("cluster", "failed", "stage", "infra", "severity", "critical"));
  }

  @Test
  @DrillOf("ClusterlineSideStageFailed")
  void givenABuildThatIsReadyWhenTheStageBesideItFailsThenThatIsNotReportedAsAFailedBuild() {
    Story story = begun().infraReady(3).started(3, EDGE, step("distribution/main"));
    show("beside", story.addonsReady(10));
    line.prometheus().assertQuiet("ClusterlineSideStageFailed", of("beside"));

    story.failed(11, EDGE, "distribution/main", "AWS_DENIED", "may not create distributions");
    show("beside", story);

    line.prometheus()
        .awaitFiring(
            "ClusterlineSideStageFailed",
            Map.of("cluster", "beside", "stage", "edge", "severity", "warning"));
    line.prometheus().assertQuiet("ClusterlineStageFailed", of("beside"));
  }

  @Test
  @DrillOf("ClusterlineCostAbovePlan")
  void givenABuildWhenItsMachinesAreDearerThanPlannedThenItIsReported() {
    Story story = begun();
    show("dear", story);
    line.prometheus().awaitData("clusterline_build_cost_planned_hourly_usd{cluster=\"dear\"} > 0");
    line.prometheus().assertQuiet("ClusterlineCostAbovePlan", of("dear"));

    story.ran(INFRA, "instance/worker-1", 1, 2).infraReady(2, dearMachines());
    show("dear", story);

    line.prometheus().awaitFiring("ClusterlineCostAbovePlan", of("dear"));
  }

  /** Of a cluster that stands: nothing but time brings it about. */
  @Test
  @DrillOf("ClusterlineCertificateExpires")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAClusterThatStandsWhenItsCertificatesComeNearTheirEndThenItIsReported() {
    Duration reported = Duration.ofSeconds(ScaledTime.seconds(Duration.ofDays(30)));
    Instant end = Instant.now().plus(reported).plusSeconds(30);
    line.publish("renewed", Instant.now().minusSeconds(60), ready(end.plus(reported)));
    line.publish("old", Instant.now().minusSeconds(60), ready(end));
    line.prometheus().awaitData(EXPIRY + "{cluster=\"old\"}");
    line.prometheus().assertQuiet("ClusterlineCertificateExpires", of("old"));

    line.prometheus().awaitFiring("ClusterlineCertificateExpires", of("old"));

    line.prometheus().awaitData(EXPIRY + "{cluster=\"renewed\"}");
    line.prometheus().assertQuiet("ClusterlineCertificateExpires", of("renewed"));
  }

  private static Story ready(Instant certificatesExpireAt) {
    return begun().infraReady(3).masterInitialized(4, certificatesExpireAt).addonsReady(10);
  }

  private static List<Machine> dearMachines() {
    return Story.cluster().spec().nodes().stream()
        .map(node ->
            new Machine(
                node.name(),
                node.role(),
                "i-1",
                "10.0.1.4",
                "203.0.113.4",
                "a",
                "m5.4xlarge",
                "key"))
        .toList();
  }
}
