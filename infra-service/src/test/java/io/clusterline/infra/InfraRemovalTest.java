package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Infrastructure;
import io.clusterline.event.Retained;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.Neighbours.ClusterLocation;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A removal deletes all that is the cluster's and nothing else: proven by inventories of the
 * account.
 */
@Timeout(240)
class InfraRemovalTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @Test
  void givenNeighboursOfAllKinds_whenTheClusterIsRemoved_thenTheAccountIsAsItWasBefore() {
    String region = "eu-west-2";
    Neighbours neighbours = new Neighbours(region);
    Build similar = new Build(SampleClusters.small("eco-b", region));
    succeed(similar.apply());
    ClusterLocation foreign = neighbours.foreignVpc();
    neighbours.balancer("eco-b", location(similar), "similar", "");
    neighbours.group(foreign.vpc(), "k8s-alone", Map.of("elbv2.k8s.aws/cluster", "eco"));
    neighbours.balancer("eco", foreign, "elsewhere", "");
    neighbours.volume(Map.of());
    neighbours.volume(volumeTags("eco-b", similar.infrastructure().vpcId()));
    neighbours.volume(volumeTags("eco", foreign.vpc()));
    Set<String> before = AccountInventory.of(region);

    Build build = new Build(SampleClusters.small("eco", region));
    succeed(build.apply());
    Infrastructure built = build.infrastructure();
    String worker = built.securityGroupIds().get("worker");
    neighbours.balancer("eco", location(build), "ours", worker);
    neighbours.volume(volumeTags("eco", built.vpcId()));
    succeed(build.removeWithMachines());

    assertThat(build.remaining()).isEmpty();
    assertThat(build.ledger().entries()).isEmpty();
    assertThat(AccountInventory.of(region)).isEqualTo(before);
    assertThat(build.retained())
        .extracting(Retained::why)
        .singleElement()
        .asString()
        .contains("VPC");
  }

  @Test
  void givenAnExistingVpc_whenTheClusterIsRemoved_thenTheVpcAndItsGatewayStay() {
    String region = "eu-south-1";
    ClusterLocation foreign = new Neighbours(region).foreignVpc();
    Set<String> before = AccountInventory.of(region);
    String yaml =
        SampleClusters.smallText("guest", region)
            .replace("10.0.", "10.9.")
            .replace("10.9.1.0", "10.9.11.0")
            .replace("10.9.2.0", "10.9.12.0")
            .replace("network:", "network:\n    existingVpcId: " + foreign.vpc());
    Build build = new Build(SampleClusters.parse(yaml));
    succeed(build.apply());

    succeed(build.removeWithMachines());

    assertThat(build.remaining()).isEmpty();
    assertThat(AccountInventory.of(region)).isEqualTo(before);
  }

  @Test
  void givenASecondGenerationThatFailed_whenRolledBack_thenTheFirstIsAsItWas() {
    String region = "sa-east-1";
    Build build = new Build(SampleClusters.small("undone", region));
    succeed(build.apply());
    Set<String> before = AccountInventory.of(region);
    AWS.faults(
        Map.of(
            "action",
            "RunInstances",
            "body",
            "worker-4",
            "code",
            "UnauthorizedOperation",
            "status",
            403,
            "region",
            region));

    StageReport second = build.withNextGeneration(larger("undone", region)).apply();
    assertThat(second.succeeded()).isFalse();
    assertThat(AccountInventory.of(region)).isNotEqualTo(before);
    AWS.noFaults();
    succeed(build.rollBack(2));

    assertThat(AccountInventory.of(region)).isEqualTo(before);
    assertThat(
            build
                .withNextGeneration(SampleClusters.small("undone", region))
                .apply()
                .changedNothing())
        .isTrue();
  }

  @Test
  void givenANodeLess_whenPruned_thenExactlyItsMachineDiskAndInterfaceGo() {
    String region = "ap-south-1";
    Build build = new Build(larger("shrunk", region));
    succeed(build.apply());
    Set<String> before = AccountInventory.of(region);

    build.withNextGeneration(without(larger("shrunk", region), "worker-4"));
    succeed(build.apply());
    succeed(build.prune());

    Set<String> deleted = new TreeSet<>(before);
    deleted.removeAll(AccountInventory.of(region));
    assertThat(deleted)
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactlyInAnyOrder("instance", "volume", "interface");
    assertThat(deleted).anyMatch(line -> line.contains("instance/worker-4"));
  }

  @Test
  void givenAForeignInterfaceInOurSubnet_whenRemoved_thenItIsNamedWithinAMinuteOfBeingStuck() {
    String region = "us-west-1";
    Neighbours neighbours = new Neighbours(region);
    Build build = new Build(SampleClusters.small("held", region));
    succeed(build.apply());
    String subnet = build.infrastructure().subnetIds().get("public-a");
    String holder = neighbours.networkInterface(subnet, "AWS Lambda VPC ENI-billing");
    long begin = System.nanoTime();

    StageReport report = build.removeWithMachines();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(75));
    var failure = report.failures().get(new Address("subnet", "public-a"));
    assertThat(failure.code()).isEqualTo(ErrorCode.LEFTOVERS);
    assertThat(failure).hasMessageContainingAll(subnet, holder, "AWS Lambda VPC ENI-billing");
    neighbours.delete(holder);
    succeed(build.removeWithMachines());
    assertThat(build.remaining()).isEmpty();
  }

  @Test
  void givenAMachineProtectedByHand_whenRemoved_thenTheErrorReportsItAndTheRestWaits() {
    String region = "ap-southeast-1";
    Neighbours neighbours = new Neighbours(region);
    Build build = new Build(SampleClusters.small("guarded", region));
    succeed(build.apply());
    String machine = build.infrastructure().master().instanceId();
    neighbours.protect(machine, true);

    StageReport report = build.removeWithMachines();

    var failure = report.failures().get(new Address("instance", "master"));
    assertThat(failure.code()).isEqualTo(ErrorCode.TERMINATION_PROTECTED);
    assertThat(failure).hasMessageContaining(machine);
    neighbours.protect(machine, false);
    succeed(build.removeWithMachines());
    assertThat(build.remaining()).isEmpty();
  }

  @Test
  void givenAVolumeThatItsOwnerKeeps_whenRemoved_thenItStaysAndIsNamed() {
    String region = "ap-southeast-2";
    Build build = new Build(SampleClusters.small("frugal", region));
    succeed(build.apply());
    Map<String, String> tags = volumeTags("frugal", build.infrastructure().vpcId());
    tags.put("clusterline.io/keep", "true");
    String volume = new Neighbours(region).volume(tags);

    succeed(build.removeWithMachines());

    assertThat(build.remaining()).isEmpty();
    assertThat(build.retained())
        .singleElement()
        .extracting(Retained::what)
        .asString()
        .contains(volume);
    assertThat(AccountInventory.of(region)).anyMatch(line -> line.contains(volume));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TerminateInstances",
        "DisassociateAddress",
        "ReleaseAddress",
        "DeleteSecurityGroup",
        "RevokeSecurityGroupIngress",
        "DeleteSubnet",
        "DetachInternetGateway",
        "DeleteInternetGateway",
        "DeleteRouteTable",
        "DeleteVpc",
        "DeleteKeyPair",
        "DeleteRolePolicy",
        "RemoveRoleFromInstanceProfile",
        "DeleteInstanceProfile",
        "DeleteRole",
        "DeleteBucket",
        "DeleteSecret"
      })
  void givenARemovalThatRanButWhoseAnswerWasLost_whenItContinues_thenNothingIsLeft(String action) {
    Build build =
        new Build(SampleClusters.small("gone-" + action.toLowerCase(Locale.ROOT), "ca-central-1"));
    succeed(build.apply());
    AWS.faults(Map.of("action", action, "times", 1, "applyThenDrop", true));

    StageReport first = build.removeWithMachines();

    assertThat(AWS.faultHits()).isEqualTo(1);
    AWS.noFaults();
    if (!first.succeeded()) { // retried, as the stage would
      succeed(build.removeWithMachines());
    }
    assertThat(build.remaining()).isEmpty();
    assertThat(World.leftovers(build)).isEmpty();
  }

  @Test
  void givenThrottling_whenRemoved_thenItIsWaitedOut() {
    Build build = new Build(SampleClusters.small("slowly", "eu-west-3"));
    succeed(build.apply());
    AWS.faults(
        Map.of(
            "service",
            "ec2",
            "probability",
            0.3,
            "times",
            40,
            "code",
            "RequestLimitExceeded",
            "status",
            503));

    succeed(build.removeWithMachines());

    assertThat(AWS.faultHits()).isPositive();
    assertThat(build.remaining()).isEmpty();
  }

  private static ClusterLocation location(Build build) {
    Infrastructure built = build.infrastructure();
    return new ClusterLocation(built.vpcId(), List.copyOf(built.subnetIds().values()));
  }

  private static Map<String, String> volumeTags(String cluster, String vpc) {
    Map<String, String> tags = new java.util.HashMap<>();
    tags.put("kubernetes.io/cluster/" + cluster, "owned");
    tags.put("clusterline.io/cluster", cluster);
    tags.put("clusterline.io/vpc", vpc);
    return tags;
  }

  /** Two nodes more, one of them in a subnet of its own. */
  private static Cluster larger(String name, String region) {
    String yaml =
        SampleClusters.smallText(name, region)
            .replace(
                "  access:",
                "      - {name: private-c, cidr: 10.0.3.0/24, zone: "
                    + region
                    + "c, public: true}\n\n  access:")
            .replace(
                "  addons:",
                "    - {name: worker-3, type: t3a.medium, subnet: private-c}\n"
                    + "    - {name: worker-4, type: t3a.medium, subnet: public-b}\n\n  addons:");
    return SampleClusters.parse(yaml);
  }

  private static Cluster without(Cluster cluster, String node) {
    String yaml = io.clusterline.spec.SpecificationWriter.toJson(cluster);
    var tree = (tools.jackson.databind.node.ObjectNode) io.clusterline.Json.MAPPER.readTree(yaml);
    var nodes = (tools.jackson.databind.node.ArrayNode) tree.at("/spec/nodes");
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).get("name").asString().equals(node)) {
        nodes.remove(i);
      }
    }
    return io.clusterline.spec.SpecificationReader.of(tree);
  }
}
