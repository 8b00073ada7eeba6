package io.clusterline.bootstrap;

import static io.clusterline.bootstrap.TestBuild.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.step.AnnouncedControlPlane;
import io.clusterline.bootstrap.step.HostKey;
import io.clusterline.bootstrap.testing.Certificates;
import io.clusterline.bootstrap.testing.FakeCluster;
import io.clusterline.bootstrap.testing.FakeMachine.Ending;
import io.clusterline.bootstrap.testing.TestKey;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.StepFinished;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole stage over real SSH connections to machines that only play their part. */
@Timeout(120)
class BootstrapStageTest {

  private TestBuild build;
  private FakeCluster cluster;

  @BeforeEach
  void start() throws Exception {
    build = new TestBuild();
    cluster = build.cluster;
  }

  @AfterEach
  void stop() throws Exception {
    build.close();
  }

  @Test
  void givenThreeMachinesWhenTheStageRunsThenTheyAreNodesAndTheMasterWasAnnounced() {
    StageReport report = build.apply();

    assertThat(report.failures()).isEmpty();
    assertThat(build.result.nodes())
        .extracting(JoinedNode::name)
        .containsExactly("master", "worker-1", "worker-2");
    assertThat(build.published()).singleElement().isInstanceOf(MasterInitialized.class);
    assertThat(build.result.controlPlane().publicEndpoint()).isEqualTo("127.90.0.10:6443");
    assertThat(build.secret("kubeconfig")).contains("server: \"https://127.90.0.10:6443\"");
  }

  @Test
  void givenACertificateOfAYearWhenTheStageRunsThenItsEndIsAnnounced() {
    build.apply();

    assertThat(build.result.controlPlane().certificatesExpireAt())
        .isEqualTo(Certificates.LEAF_EXPIRES);
  }

  @Test
  void givenCertificatesThatNobodyCanReadWhenTheStageRunsThenTheBuildGoesOnWithoutTheirEnd() {
    cluster.changeCertificates(
        Certificates.CA + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThat(build.apply().failures()).isEmpty();
    assertThat(build.result.controlPlane().certificatesExpireAt()).isNull();
  }

  @Test
  void givenAnAdminConfWithAnExecPluginWhenTheStageRunsThenItIsNeitherStoredNorAnnounced() {
    cluster.changeAdminConf(
        text -> text.replace("  user:\n", "  user:\n    exec: {command: /bin/sh}\n"));

    StageReport report = build.apply();

    assertThat(failure(report, "kubeconfig/admin").code()).isEqualTo(ErrorCode.UNSAFE_KUBECONFIG);
    assertThat(build.secrets.names()).doesNotContain(TestBuild.SECRETS + "kubeconfig");
    assertThat(build.published()).isEmpty();
  }

  @Test
  void givenTheSecretsOfABuildWhenCommandLinesAreReadThenNoneIsInThem() {
    build.apply();

    String token = build.secret("join-token");
    for (String name : List.of("master", "worker-1", "worker-2")) {
      assertThat(cluster.machine(name).server().commands())
          .noneMatch(command -> command.contains(token));
    }
  }

  /** A replay has reset the stage that waits for the announcement, so that is published again. */
  @Test
  void givenAClusterThatExistsWhenTheStageRunsAgainThenItIsOnlyAnnouncedAgain() {
    build.apply();

    StageReport again = build.apply();

    assertThat(again.failures()).isEmpty();
    assertThat(again.outcomes())
        .hasSizeGreaterThan(10)
        .allSatisfy((step, outcome) ->
            assertThat(outcome)
                .as(step.toString())
                .isEqualTo(
                    step.kind().equals(AnnouncedControlPlane.KIND.name())
                        ? StepFinished.Outcome.CREATED
                        : StepFinished.Outcome.UNCHANGED));
    assertThat(build.published()).hasSize(2);
    assertThat(build.published().getFirst()).isEqualTo(build.published().getLast());
  }

  @Test
  void givenAHostKeyThatWasReplacedButNotRecordedWhenAnotherWorkerComesThenItIsLetIn() {
    build.apply();
    build.ledger.delete(new Address(HostKey.KIND.name(), "worker-1"));

    assertThat(build.apply().failures()).isEmpty();
  }

  @Test
  void givenAMachineWithAStrangeHostKeyWhenTheStageRunsThenOnlyItIsRefused() {
    cluster.machine("worker-1").server().use(TestKey.generate());

    StageReport report = build.apply();

    assertThat(failure(report, "generated-host-key/worker-1").code())
        .isEqualTo(ErrorCode.HOST_KEY_CHANGED);
    assertThat(cluster.machine("worker-2").executed()).contains("kubeadm-join");
    assertThat(cluster.machine("worker-1").executed()).isEmpty();
  }

  @Test
  void givenAJoinThatFailsOnceWhenItIsTriedAgainThenTheMachineIsResetInBetween() {
    cluster.machine("worker-1").plan("kubeadm-join", new Ending(1, "connection refused"));

    assertThat(build.apply().failures()).isEmpty();
    assertThat(cluster.machine("worker-1").executed())
        .endsWith("kubeadm-join", "reset-node", "kubeadm-join");
  }

  @Test
  void givenAJoinThatKeepsFailingWhenAttemptsAreUsedUpThenItsLogHasTheReasonAndTheOthersJoin() {
    Ending refused = new Ending(1, "couldn't validate the identity of the API Server");
    cluster.machine("worker-1").plan("kubeadm-join", refused, refused, refused);

    StageReport report = build.apply();

    ClusterlineException failure = failure(report, "joined-node/worker-1");
    assertThat(failure.code()).isEqualTo(ErrorCode.KUBEADM_JOIN_FAILED);
    assertThat(failure.logTail()).containsExactly(refused.log());
    assertThat(cluster.machine("worker-2").executed()).contains("kubeadm-join");
  }

  @Test
  void givenAJoinThatKubeadmRefusesWhenAttemptsAreUsedUpThenTheErrorSaysWhatStandsInItsWay() {
    Ending refused =
        new Ending(
            1,
            """
            [preflight] Some fatal errors occurred:
            \t[ERROR Port-10250]: Port 10250 is in use
            error: error execution phase preflight: preflight checks failed
            To see the stack trace of this error execute with --v=5 or higher\
            """);
    cluster.machine("worker-1").plan("kubeadm-join", refused, refused, refused);

    assertThat(failure(build.apply(), "joined-node/worker-1"))
        .hasMessage("kubeadm join failed 3 times on worker-1: Port 10250 is in use");
  }

  @Test
  void givenARegistryHiccupDuringInitWhenTheStageRunsThenTheMachineIsResetAndInitialisedAgain() {
    cluster.machine("master").plan("kubeadm-init", new Ending(1, "failed to pull image"));

    assertThat(build.apply().failures()).isEmpty();
    assertThat(cluster.machine("master").executed())
        .endsWith("kubeadm-init", "reset-node", "kubeadm-init");
  }

  /** The real one stops pod by pod; the sandbox's does too under the fault slowStop. */
  @Test
  void givenAResetThatOutlastsManyLooksWhenTheStageRunsThenItIsWaitedForAndNotRepeated() {
    cluster.machine("worker-1").plan("kubeadm-join", new Ending(1, "connection refused"));
    cluster.machine("worker-1").prolong("reset-node", 20);

    assertThat(build.apply().failures()).isEmpty();

    assertThat(cluster.machine("worker-1").executed())
        .endsWith("kubeadm-join", "reset-node", "kubeadm-join")
        .containsOnlyOnce("reset-node");
  }

  @Test
  void givenAResetThatFailsWhenTheStageRunsThenItsLogIsInTheError() {
    cluster.machine("master").plan("kubeadm-init", new Ending(1, "failed to pull image"));
    cluster.machine("master").plan("reset-node", new Ending(1, "device or resource busy"));

    ClusterlineException failure = failure(build.apply(), "control-plane/master");

    assertThat(failure.code()).isEqualTo(ErrorCode.REMOTE_COMMAND_FAILED);
    assertThat(failure.logTail()).containsExactly("device or resource busy");
  }

  @Test
  void givenAnImageThatKeepsItsHostNameWhenItIsPreparedThenTheImageIsBlamed() {
    cluster.machine("worker-1").plan("prepare-node", new Ending(81, "the host name is golden"));

    ClusterlineException failure = failure(build.apply(), "prepared-node/worker-1");

    assertThat(failure.code()).isEqualTo(ErrorCode.HOST_NAME_MISMATCH);
    assertThat(failure).hasMessageContaining("the host name is golden");
  }

  @Test
  void givenAPatchReleaseWithoutAPackageWhenItIsPreparedThenTheVersionIsNamed() {
    String printed = "E: Version '1.36.99-*' for 'kubelet' was not found";
    cluster.machine("worker-1").plan("prepare-node", new Ending(100, printed));

    ClusterlineException failure = failure(build.apply(), "prepared-node/worker-1");

    assertThat(failure.code()).isEqualTo(ErrorCode.PACKAGE_VERSION_NOT_FOUND);
    assertThat(failure).hasMessageContaining("no kubelet 1.36.99");
  }

  @Test
  void givenABakedImageThatLacksSomethingWhenItIsPreparedThenThatIsNamedAndNothingIsTriedAgain() {
    String printed = "[prepare] the machine image is not baked for this cluster, it lacks socat";
    cluster.machine("worker-1").plan("prepare-node", new Ending(83, printed));

    ClusterlineException failure = failure(build.apply(), "prepared-node/worker-1");

    assertThat(failure.code()).isEqualTo(ErrorCode.BAKED_IMAGE_INCOMPLETE);
    assertThat(failure.code().retryable()).isFalse();
    assertThat(failure).hasMessageContaining("it lacks socat");
  }

  @Test
  void givenABakedImageThatLacksOnlyThatOfAnAddonWhenItIsPreparedThenTheBuildGoesOnAndSaysSo() {
    String lack =
        "images of add-ons that the machine image lacks, and the kubelet pulls: c/addon:1";
    cluster.machine("worker-1").plan("prepare-node", new Ending(0, "[prepare] " + lack));

    assertThat(build.apply().failures()).isEmpty();
    assertThat(build.remarks()).containsExactly("prepared-node/worker-1: " + lack);
  }

  /** Where nothing was to be pulled, a run's last line is kubeadm's. */
  @Test
  void givenImagesThatCameAheadWhenTheMasterIsMadeThenThatIsToldAndNoLineOfKubeadm() {
    String told = "images pulled ahead: 3 of 3";
    cluster.machine("master").plan("kubeadm-init", new Ending(0, told));
    cluster.machine("worker-1").plan("kubeadm-join", new Ending(0, "Run 'kubectl get nodes'"));

    assertThat(build.apply().failures()).isEmpty();
    assertThat(build.reports())
        .contains("control-plane/master: " + told)
        .doesNotContain("joined-node/worker-1: Run 'kubectl get nodes'");
  }

  @Test
  void givenADiskWithoutRoomWhenAMachineIsPreparedThenItIsNamed() {
    String printed = "[prepare] the disk /dev/root, mounted on /, has 80 MiB free; 1250 are needed";
    cluster.machine("worker-1").plan("prepare-node", new Ending(82, printed));

    ClusterlineException failure = failure(build.apply(), "prepared-node/worker-1");

    assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(failure).hasMessageContaining("/dev/root, mounted on /, has 80 MiB free");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tar: write error: No space left on device",
        "write /var/lib/etcd/member/wal/0.tmp: no space left on device",
        "E: You don't have enough free space in /var/cache/apt/archives/."
      })
  void givenADiskThatFillsUpWhenACommandFailsThenTheFileSystemIsNamed(String printed) {
    cluster.machine("master").plan("kubeadm-init", new Ending(1, printed));

    ClusterlineException failure = failure(build.apply(), "control-plane/master");

    assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(failure)
        .hasMessageContaining(printed)
        .hasMessageContaining("/dev/nvme0n1p1, mounted on /, has 0 MiB free");
  }

  @Test
  void givenAnInitThatKeepsFailingWhenTheStageRunsAgainThenTheMachineIsResetFirst() {
    Ending sick = new Ending(1, "etcd is not healthy");
    cluster.machine("master").plan("kubeadm-init", sick, sick, sick);

    ClusterlineException failure = failure(build.apply(), "control-plane/master");
    StageReport second = build.apply();

    assertThat(failure.code()).isEqualTo(ErrorCode.KUBEADM_INIT_FAILED);
    assertThat(failure.logTail()).containsExactly("etcd is not healthy");
    assertThat(second.failures()).isEmpty();
    assertThat(cluster.machine("master").executed())
        .endsWith("kubeadm-init", "reset-node", "kubeadm-init");
  }

  @Test
  void givenCloudInitWithWarningsWhenItIsAwaitedThenTheBuildContinues() {
    cluster.machine("worker-1").endCloudInitWith(2);

    assertThat(build.apply().failures()).isEmpty();
  }

  @Test
  void givenWarningsOfCloudInitThatHasEndedBeforeWhenTheStageRunsThenTheyAreNotPassedOver() {
    cluster.machine("worker-1").endCloudInitAtOnceWith(2);

    StageReport report = build.apply();

    assertThat(report.failures()).isEmpty();
    assertThat(report.outcomes().get(Address.parse("cloud-init/worker-1")))
        .isEqualTo(StepFinished.Outcome.CREATED);
  }

  @Test
  void givenCloudInitThatFailedWhenItIsAwaitedThenItsLogIsInTheError() {
    cluster.machine("worker-1").endCloudInitWith(1);

    ClusterlineException failure = failure(build.apply(), "cloud-init/worker-1");

    assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_INIT_FAILED);
    assertThat(failure).hasMessageContaining("'ntp' failed");
    assertThat(failure.logTail()).containsExactly("'ntp' failed", "what cloud-init said last");
  }

  @Test
  void givenTheNodeObjectOfAMachineThatIsGoneWhenItsSuccessorJoinsThenTheObjectIsReplaced() {
    cluster.providerIds().put("worker-1", "aws:///eu-west-1a/i-0ld");

    assertThat(build.apply().failures()).isEmpty();

    assertThat(cluster.machine("worker-1").server().commands())
        .anyMatch(command -> command.contains("systemctl restart kubelet"));
  }

  @Test
  void givenAnOldNodeObjectThatStillSaysReadyWhenItsSuccessorJoinsThenTheObjectIsDeletedFirst() {
    cluster.providerIds().put("worker-1", "aws:///eu-west-1a/i-0ld");
    cluster
        .machine("worker-1")
        .plan(
            "kubeadm-join",
            new Ending(1, "a Node with name \"worker-1\" already exists in the cluster"));

    assertThat(build.apply().failures()).isEmpty();

    assertThat(cluster.machine("worker-1").server().commands())
        .noneMatch(command -> command.contains("systemctl restart kubelet"));
  }

  @Test
  void givenATokenThatIsStillGoodWhenANodeJoinsLaterThenItIsUsedAgain() {
    failFirstBuildOf("worker-1");
    String before = build.secret("join-token");

    build.apply();

    assertThat(build.secret("join-token")).isEqualTo(before);
  }

  @Test
  void givenATokenThatEndsSoonWhenANodeJoinsLaterThenANewOneIsMade() {
    failFirstBuildOf("worker-1");
    String before = build.secret("join-token");
    cluster.expireTokensAt("2026-01-01T12:05:00Z");

    assertThat(build.apply().failures()).isEmpty();
    assertThat(build.secret("join-token")).isNotEqualTo(before);
  }

  @Test
  void givenDeadMachinesWhenTheClusterIsRemovedWithThemThenNoSecretOfThisStageIsLeft()
      throws Exception {
    build.apply();
    cluster.close();

    assertThat(build.remove().failures()).isEmpty();

    assertThat(build.secrets.names()).containsExactly(TestBuild.SECRETS + "ssh-key");
    assertThat(build.ledger.entries()).isEmpty();
  }

  private void failFirstBuildOf(String worker) {
    Ending refused = new Ending(1, "no");
    cluster.machine(worker).plan("kubeadm-join", refused, refused, refused);
    build.apply();
  }
}
