package io.clusterline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the dashboard of a cluster from what its pretended exporters tell, for {@code docs/images}:
 * {@code console/page/browser/pictures.sh} runs it. No sandbox has a Prometheus of a cluster.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "clusterline.pictures", matches = ".+")
class ClusterPictureTest {

  private static final String DASHBOARD = "clusterline-cluster";

  @TempDir private Path folder;

  @Test
  void givenAClusterWithANodeThatIsSilentWhenDrawnThenTheDashboardShowsAllOfIt() throws Exception {
    try (WatchedCluster cluster = new WatchedCluster(folder)) {
      cluster.exporters().set(cluster.nodes().getLast(), "unknown");
      cluster.exporters().machine(cluster.nodes().get(1)).busy(0.8);
      cluster.exporters().set("web", "OutOfSync");
      cluster
          .prometheus()
          .awaitData("min(count_over_time(node:clusterline_cpu_used:ratio[45s])) > 20");
      Path pictures = Path.of(System.getProperty("clusterline.pictures"));
      draw(cluster.prometheus().address(), Instant.now(), pictures);
      assertThat(Files.readString(pictures.resolve("dashboard-cluster.html")))
          .contains(cluster.nodes())
          .contains("a pretended cluster of 14 nodes");
    }
  }

  private static void draw(String address, Instant end, Path to)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "npm",
            "run",
            "-s",
            "preview",
            "--",
            address,
            end.minusSeconds(45).toString(),
            end.toString(),
            to.toString(),
            DASHBOARD);
    Process drawing =
        new ProcessBuilder(command)
            .directory(Repository.root().resolve("deploy/monitoring/dashboards").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(drawing.getInputStream().readAllBytes());
    assertThat(drawing.waitFor()).as(said).isZero();
  }
}
