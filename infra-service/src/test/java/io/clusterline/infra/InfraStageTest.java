package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Infrastructure;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.PlannedChange;
import io.clusterline.stage.PlannedChange.Action;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;

/** The stage's promises, each against the AWS stand-in; every test has a cluster of its own. */
class InfraStageTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String QUOTA = "L-1216C47A";

  @AfterEach
  void resetFaults() {
    AWS.noFaults();
    AWS.quota(QUOTA, 1920);
  }

  @Test
  void givenEco2_whenBuilt_thenFourteenMachinesAsSpecified() {
    Cluster eco2 = SampleClusters.eco2();
    Build build = new Build(eco2);

    succeed(build.apply());

    Infrastructure built = build.infrastructure();
    assertThat(built.machines()).hasSize(14);
    assertThat(built.machines()).extracting(Machine::publicIp).doesNotHaveDuplicates();
    assertThat(built.machines())
        .extracting(Machine::firstContactHostKey)
        .doesNotHaveDuplicates()
        .allMatch(key -> key.startsWith("ssh-ed25519 AAAA"));
    assertThat(built.master().privateIp()).isEqualTo("10.0.1.10");
    assertThat(built.subnetIds()).hasSize(5);
    assertThat(built.securityGroupIds())
        .containsOnlyKeys("master", "api", "worker", "infra", "alb");
    assertThat(Build.secrets("ap-northeast-2").get(built.sshKey())).isPresent();
    assertLaunchedAsSpecified(build, eco2);
    succeed(build.removeAll());
  }

  private static void assertLaunchedAsSpecified(Build build, Cluster eco2) {
    List<Instance> instances = World.instances(build);
    assertThat(instances).hasSize(14);
    for (Instance instance : instances) {
      assertThat(instance.metadataOptions().httpTokens()).isEqualTo(HttpTokensState.REQUIRED);
      boolean controlPlane = World.name(instance).equals(eco2.spec().controlPlane().name());
      assertThat(instance.metadataOptions().httpPutResponseHopLimit())
          .isEqualTo(controlPlane ? 2 : 1);
      assertThat(instance.iamInstanceProfile().arn())
          .contains("/clusterline/")
          .endsWith(controlPlane ? "-node" : "-worker");
      assertThat(instance.securityGroups()).hasSize(1);
    }
    assertThat(World.rootDisks(build)).allMatch(disk -> disk.encrypted());
    assertThat(World.rootDisks(build))
        .extracting(disk -> disk.volumeTypeAsString())
        .containsOnly("gp3");
    int gibibytes = eco2.spec().nodes().stream().mapToInt(node -> node.diskGiB()).sum();
    assertThat(World.rootDisks(build).stream().mapToInt(disk -> disk.size()).sum())
        .isEqualTo(gibibytes);
    assertThat(World.groupsTaggedForKubernetes(build)).hasSize(1);
  }

  @Test
  void givenABuiltCluster_whenAppliedAgain_thenNothingChangesAndNoChangeIsCalled() {
    Build build = new Build(SampleClusters.small("again", "eu-west-1"));
    succeed(build.apply());
    Infrastructure first = build.infrastructure();
    AWS.resetCalls();

    StageReport again = build.apply();

    assertThat(again.changedNothing()).describedAs("%s", again).isTrue();
    assertThat(build.infrastructure()).isEqualTo(first);
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenABuiltCluster_whenPlanned_thenEverythingIsKept() {
    Build build = new Build(SampleClusters.small("planned", "eu-west-2"));
    assertThat(build.plan()).filteredOn(c -> c.action() == Action.CREATE).isNotEmpty();
    succeed(build.apply());

    assertThat(build.plan()).extracting(PlannedChange::action).containsOnly(Action.KEEP);
  }

  @Test
  void givenTwoClustersWithEqualRanges_whenBuiltAtOnce_thenBothAreSeparate() throws Exception {
    Build one = new Build(SampleClusters.small("twin-one", "eu-central-1"));
    Build two = new Build(SampleClusters.small("twin-two", "eu-central-1"));

    Thread other = Thread.ofVirtual().start(() -> succeed(two.apply()));
    succeed(one.apply());
    other.join();

    assertThat(one.infrastructure().vpcId()).isNotEqualTo(two.infrastructure().vpcId());
    succeed(one.removeAll());
    assertThat(World.instances(two)).hasSize(3);
    assertThat(two.apply().changedNothing()).isTrue();
  }

  @Test
  void givenABuiltCluster_whenRemoved_thenNothingIsLeft() {
    Build build = new Build(SampleClusters.small("removed", "eu-west-3"));
    succeed(build.apply());

    succeed(build.removeAll());

    assertThat(World.leftovers(build)).isEmpty();
    assertThat(build.ledger().entries()).isEmpty();
    assertThat(build.removeAll().succeeded()).isTrue();
  }

  @Test
  void givenANodeLess_whenPruned_thenThatMachineIsDeletedAndTheOthersStay() {
    Cluster three = SampleClusters.small("pruned", "us-east-1");
    Build build = new Build(three);
    succeed(build.apply());
    Infrastructure before = build.infrastructure();

    build.withCluster(without(three, "worker-1"));
    succeed(build.apply());
    succeed(build.prune());

    assertThat(World.instances(build))
        .extracting(Instance::instanceId)
        .containsExactlyInAnyOrder(
            before.master().instanceId(), machine(before, "worker-2").instanceId());
  }

  @Test
  void givenTheQuotaIsTooSmall_whenBuilt_thenRefusedWithFiguresBeforeAnythingIsMade() {
    AWS.quota(QUOTA, 5);
    Build build = new Build(SampleClusters.small("quota", "us-east-2"));

    ClusterlineException failure = onlyFailure(build.apply());

    assertThat(failure.code()).isEqualTo(ErrorCode.INSUFFICIENT_VCPU_QUOTA);
    assertThat(failure).hasMessageContainingAll("3 machines need 6 vCPUs", "of the 5", "1 too few");
    assertThat(World.leftovers(build)).isEmpty();
  }

  @Test
  void givenAllMachinesExist_whenTheQuotaIsTakenUp_thenTheSameSpecificationStillPasses() {
    Build build = new Build(SampleClusters.small("quota-full", "us-west-1"));
    succeed(build.apply());
    AWS.quota(QUOTA, 6);

    assertThat(build.apply().changedNothing()).isTrue();
  }

  @Test
  void givenAnotherAccountIsMeant_whenBuilt_thenWrongAccountBeforeAnythingIsMade() {
    String yaml =
        SampleClusters.text("small.yaml")
            .replace("region: ap-northeast-2", "region: us-west-2\n    accountId: \"999999999999\"")
            .replace("zone: ap-northeast-2", "zone: us-west-2");
    Build build = new Build(SampleClusters.parse(yaml));

    ClusterlineException failure = onlyFailure(build.apply());

    assertThat(failure.code()).isEqualTo(ErrorCode.WRONG_ACCOUNT);
    assertThat(failure).hasMessageContainingAll("999999999999", AwsStandIn.ACCOUNT);
    assertThat(World.leftovers(build)).isEmpty();
  }

  @Test
  void givenThrottling_whenBuilt_thenItIsWaitedOut() {
    AWS.faults(
        Map.of(
            "service",
            "ec2",
            "probability",
            0.2,
            "times",
            40,
            "code",
            "RequestLimitExceeded",
            "status",
            503));
    Build build = new Build(SampleClusters.small("throttled", "ca-central-1"));

    succeed(build.apply());

    assertThat(AWS.faultHits()).isPositive();
  }

  @Test
  void givenCredentialsThatEndDuringABuild_whenTriedAgain_thenItResumesWhereItWas()
      throws IOException {
    AWS.faultRules(
        Files.readString(Path.of("src/test/resources/faults/b01-ec2-request-expired.json")));
    Build build = new Build(SampleClusters.small("expired", "ap-southeast-1"));

    StageReport first = build.apply();

    assertThat(first.failures().values())
        .anyMatch(failure -> failure.code() == ErrorCode.AWS_CREDENTIALS_EXPIRED)
        .allMatch(failure -> failure.code().retryable());
    succeed(build.apply());
  }

  @Test
  void givenNoCapacity_whenBuilt_thenTheErrorReportsItAndMayBeTriedAgain() {
    AWS.faults(
        Map.of(
            "service",
            "ec2",
            "action",
            "RunInstances",
            "body",
            "t3a",
            "code",
            "InsufficientInstanceCapacity",
            "status",
            500));
    Build build = new Build(SampleClusters.small("capacity", "sa-east-1"));

    StageReport report = build.apply();

    assertThat(report.failures().values())
        .extracting(ClusterlineException::code)
        .contains(ErrorCode.AWS_NO_CAPACITY);
    AWS.noFaults();
    succeed(build.apply());
    assertThat(World.instances(build)).hasSize(3);
  }

  @Test
  void givenAMachineTerminatedByHand_whenAppliedAgain_thenItAloneIsMadeAnew() {
    Build build = new Build(SampleClusters.small("healed", "ap-south-1"));
    succeed(build.apply());
    Infrastructure before = build.infrastructure();
    World.terminate(build, machine(before, "worker-1").instanceId());

    StageReport report = build.apply();

    succeed(report);
    Infrastructure after = build.infrastructure();
    assertThat(machine(after, "worker-1").instanceId())
        .isNotEqualTo(machine(before, "worker-1").instanceId());
    assertThat(machine(after, "worker-2")).isEqualTo(machine(before, "worker-2"));
    assertThat(World.instances(build)).hasSize(3);
  }

  @Test
  void givenAnotherInstanceType_whenAppliedWithoutApproval_thenRefusedAndNothingIsReplaced() {
    Cluster small = SampleClusters.small("resized", "ap-southeast-1");
    Build build = new Build(small);
    succeed(build.apply());
    String bigger =
        text("resized", "ap-southeast-1")
            .replace("worker-1, type: t3a.medium", "worker-1, type: t3a.large");

    StageReport report = build.withCluster(SampleClusters.parse(bigger)).apply();

    assertThat(report.failures().get(new Address("instance", "worker-1")))
        .isNotNull()
        .extracting(ClusterlineException::code)
        .isEqualTo(ErrorCode.REPLACEMENT_NOT_APPROVED);
    assertThat(World.instances(build)).hasSize(3);
  }

  @Test
  void givenAccessFromAnotherRange_whenApplied_thenTheOldDoorIsShut() {
    Build build = new Build(SampleClusters.small("doors", "ap-southeast-2"));
    succeed(build.apply());
    String moved =
        text("doors", "ap-southeast-2")
            .replace("sshCidrs: [203.0.113.0/24]", "sshCidrs: [198.51.100.0/24]");

    succeed(build.withCluster(SampleClusters.parse(moved)).apply());

    assertThat(World.sshSources(build)).isEqualTo(Set.of("198.51.100.0/24"));
  }

  private static String text(String name, String region) {
    return SampleClusters.smallText(name, region);
  }

  private static Machine machine(Infrastructure infrastructure, String name) {
    return infrastructure.machines().stream()
        .filter(machine -> machine.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Cluster without(Cluster cluster, String node) {
    String yaml = SampleClusters.smallText(cluster.name(), cluster.spec().aws().region());
    return SampleClusters.parse(
        yaml.lines()
            .filter(line -> !line.contains("name: " + node + ","))
            .collect(java.util.stream.Collectors.joining("\n")));
  }

  static void succeed(StageReport report) {
    assertThat(report.failures()).isEmpty();
  }

  private static ClusterlineException onlyFailure(StageReport report) {
    assertThat(report.failures()).hasSize(1);
    return report.failures().values().iterator().next();
  }
}
