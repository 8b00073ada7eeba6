package io.clusterline.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusterline.stage.StageReport;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The bootstrap stage on real Debian machines: systemd, cloud-init, apt, sshd, containerd. */
@Timeout(300)
class RealMachinesTest {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void givenDebianMachinesWhenTheStageRunsThenTheyAreAClusterWhoseNodesAreReady() throws Exception {
    Optional<Path> home = DebianMachines.home();
    assumeTrue(home.isPresent(), "no Debian machines: `./clusterline setup` says why");

    try (var cluster = new DebianCluster(home.get(), directory)) {
      StageReport report = cluster.build();

      assertThat(report.failures()).isEmpty();
      cluster.connectPods();
      cluster.kubectl("wait --for=condition=Ready node --all --timeout=60s");
    }
  }
}
