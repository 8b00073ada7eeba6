package io.clusterline.debian;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The bootstrap stage on real Debian machines: systemd, cloud-init, apt, sshd, containerd. */
@Timeout(300)
class RealMachinesTest {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private @Nullable DebianCluster cluster;

  @AfterEach
  void end() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  private DebianCluster boot(int workers, Map<String, String> images) throws Exception {
    cluster = new DebianCluster(DebianMachines.homeOrSkip(), directory, workers, images);
    return cluster;
  }

  /** What images of companies, and the hours before us, leave on machines. */
  @Test
  void givenOddMachinesWhenTheStageRunsThenTheyAreReadyNodesAllTheSameAndStaySoAfterAReboot()
      throws Exception {
    var cluster = boot(1, Map.of("worker-1", Oddities.DEPRECATED_SETTINGS));
    cluster.machines.awaitLogin("master");
    cluster.machines.shell("master", Oddities.LISTS_ARE_BEING_READ);
    cluster.machines.awaitLogin("worker-1");
    cluster.machines.shell(
        "worker-1",
        Oddities.CHATTY_SHELL + Oddities.NO_PROGRAMS_IN_TMP + Oddities.INTERRUPTED_DPKG);

    assertThat(cluster.build().failures()).isEmpty();
    cluster.connectPods();
    cluster.awaitReadyNodes();
    assertThat(cluster.reportsOf("cloud-init/worker-1"))
        .anyMatch(line -> line.startsWith("cloud-init is done with warnings: "))
        .anyMatch(line -> line.contains("The chpasswd multiline string is deprecated"));

    cluster.machines.reboot("worker-1");

    assertThat(cluster.build().failures()).isEmpty();
    cluster.awaitReadyNodes();
  }

  /** Each on a machine of its own: the first failure for good ends the waits of all others. */
  @Test
  void givenADiskThatIsFullWhenARunIsKeptThenItsFileSystemIsNamed() throws Exception {
    assertFailure(
            buildOfOne(Map.of(), Oddities.NO_ROOM_FOR_A_RUN),
            "generated-host-key/master",
            ErrorCode.DISK_FULL)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("the disk tmpfs, mounted on /var/lib/clusterline, has 0 MiB free");
  }

  @Test
  void givenTooLittleRoomWhenPackagesAreToBeInstalledThenItSaysHowMuchTheyNeed() throws Exception {
    assertFailure(
            buildOfOne(Map.of(), Oddities.SMALL_CACHE), "prepared-node/master", ErrorCode.DISK_FULL)
        .hasMessageContaining("the disk tmpfs, mounted on /var/cache, has 64 MiB free")
        .hasMessageContaining("need 150 MiB");
  }

  @Test
  void givenAnImageThatKeepsItsNameWhenPreparedThenTheNameIsBlamed() throws Exception {
    assertFailure(
            buildOfOne(Map.of("master", Oddities.NAME_OF_ITS_OWN), ""),
            "prepared-node/master",
            ErrorCode.HOST_NAME_MISMATCH)
        .hasMessageContaining("the host name is localhost, not master");
  }

  @Test
  void givenAnImageWhoseCloudInitFailsWhenAwaitedThenItsErrorsAreTold() throws Exception {
    assertFailure(
            buildOfOne(Map.of("master", Oddities.TIME_SERVER), ""),
            "cloud-init/master",
            ErrorCode.CLOUD_INIT_FAILED)
        .hasMessageContaining("Failed to install the following packages");
  }

  /**
   * @param oddity what is done on it before the stage begins
   */
  private StageReport buildOfOne(Map<String, String> images, String oddity) throws Exception {
    var cluster = boot(0, images);
    if (!oddity.isEmpty()) {
      cluster.machines.awaitLogin("master");
      cluster.machines.shell("master", oddity);
    }
    return cluster.build();
  }

  private static AbstractThrowableAssert<?, ?> assertFailure(
      StageReport report, String step, ErrorCode code) {
    ClusterlineException failure =
        Objects.requireNonNull(
            report.failures().get(Address.parse(step)), () -> step + " of " + report.failures());
    assertThat(failure.code()).as("%s", failure).isEqualTo(code);
    return assertThat(failure);
  }

  @Test
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAWorkerThatHasLeftAndWasResetWhenTheStageRunsAgainThenItIsANodeAgain()
      throws Exception {
    var cluster = boot(1, Map.of());
    assertThat(cluster.build().failures()).isEmpty();
    assertThat(cluster.leave("worker-1").failures()).isEmpty();

    cluster.machines.shell("worker-1", NodeScript.of("reset-node.sh").text());

    assertThat(cluster.machines.shell("worker-1", "systemctl is-active containerd"))
        .startsWith("active");
    assertThat(cluster.build().failures()).isEmpty();
    assertThat(cluster.kubectl("get nodes -o name")).contains("node/worker-1");
  }

  /** For this the runtime of the light hosts ends likewise; here is where it was seen. */
  @Test
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAPreparedMachineWhenTheFolderOfNetworksIsDeletedThenContainerdEnds() throws Exception {
    var cluster = boot(1, Map.of());
    assertThat(cluster.build().failures()).isEmpty();

    cluster.machines.shell("worker-1", "rm -rf /etc/cni/net.d");

    assertThat(
            cluster.machines.shell(
                "worker-1",
                "timeout 20 sh -c 'until journalctl -u containerd | grep -m 1"
                    + " \"cni conf dir is removed\"; do sleep 0.2; done'"))
        .contains("cni conf dir is removed, stop watching");
  }
}
