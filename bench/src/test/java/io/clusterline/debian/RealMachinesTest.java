package io.clusterline.debian;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.node.NodeScript;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The bootstrap stage on real Debian machines: systemd, cloud-init, apt, sshd, containerd. */
@Timeout(300)
class RealMachinesTest {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private DebianCluster cluster;

  @BeforeEach
  void boot() throws Exception {
    Path home =
        DebianMachines.home()
            .orElseThrow(() ->
                new TestAbortedException("no Debian machines: `./clusterline setup` says why"));
    cluster = new DebianCluster(home, directory);
  }

  @AfterEach
  void end() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void givenDebianMachinesWhenTheStageRunsThenTheirNodesAreReadyAndStaySoAfterAReboot() {
    assertThat(cluster.build().failures()).isEmpty();
    cluster.connectPods();
    cluster.awaitReadyNodes();

    cluster.machines.reboot("worker-1");

    assertThat(cluster.build().failures()).isEmpty();
    cluster.awaitReadyNodes();
  }

  @Test
  void givenAWorkerThatHasLeftAndWasResetWhenTheStageRunsAgainThenItIsANodeAgain() {
    assertThat(cluster.build().failures()).isEmpty();
    assertThat(cluster.leave("worker-1").failures()).isEmpty();

    cluster.machines.shell("worker-1", NodeScript.of("reset-node.sh").text());

    assertThat(cluster.machines.shell("worker-1", "systemctl is-active containerd"))
        .startsWith("active");
    assertThat(cluster.build().failures()).isEmpty();
    assertThat(cluster.kubectl("get nodes -o name")).contains("node/worker-1");
  }

  /** What images of companies, and the hours before us, leave on machines. */
  @Test
  void givenOddMachinesWhenTheStageRunsThenTheyBecomeNodesAllTheSame() {
    cluster.machines.awaitLogin("master");
    cluster.machines.shell("master", Oddities.LISTS_ARE_BEING_READ);
    cluster.machines.awaitLogin("worker-1");
    cluster.machines.shell(
        "worker-1",
        Oddities.CHATTY_SHELL + Oddities.NO_PROGRAMS_IN_TMP + Oddities.INTERRUPTED_DPKG);

    assertThat(cluster.build().failures()).isEmpty();
    assertThat(cluster.kubectl("get nodes -o name")).contains("node/master", "node/worker-1");
  }
}
