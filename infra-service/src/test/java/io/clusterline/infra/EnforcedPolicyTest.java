package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static io.clusterline.infra.PipelineUsers.as;
import static io.clusterline.infra.PipelineUsers.userWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/**
 * With docs/iam-policy.json and nothing else a cluster is built and removed; each action counts.
 */
class EnforcedPolicyTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String REGION = "eu-west-3";
  private static final String POLICY = Repository.read("docs/iam-policy.json");
  private static final String BOUNDARY =
      "arn:aws:iam::" + AwsStandIn.ACCOUNT + ":policy/clusterline/machines";

  @BeforeAll
  static void makeBoundary() {
    try (IamClient iam = World.iam()) {
      iam.createPolicy(r ->
          r.path("/clusterline/")
              .policyName("machines")
              .policyDocument(Repository.read("docs/iam-boundary.json")));
    }
  }

  @BeforeEach
  void enforce() {
    AWS.enforceIam(true);
  }

  @AfterEach
  void calm() {
    AWS.enforceIam(false);
  }

  @Test
  void givenThePolicyOfTheDocsAndNothingElse_whenBuiltAndRemoved_thenNothingIsDenied() {
    Build build = build("policy");
    AccessKey line = userWith("policy", POLICY);

    succeed(as(line, build::apply));
    succeed(as(line, build::removeWithMachines));

    assertThat(AWS.denied()).isEmpty();
    assertThat(World.leftovers(build)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:CreateTags",
        "ec2:CreateVpc",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:ImportKeyPair",
        "ec2:RunInstances",
        "ec2:AssociateAddress",
        "ec2:ModifySubnetAttribute",
        "ec2:TerminateInstances",
        "ec2:DeleteVpc",
        "iam:PassRole",
        "iam:TagRole",
        "iam:PutRolePolicy",
        "iam:DeleteRole",
        "secretsmanager:CreateSecret"
      })
  void givenOneActionLess_whenBuiltAndRemoved_thenTheMissingOneIsNamed(String action) {
    assertThat(POLICY).contains("\"" + action + "\"");
    String name = action.replace(':', '-').toLowerCase(java.util.Locale.ROOT);
    Build build = build(name);
    AccessKey line = userWith(name, POLICY.replace("\"" + action + "\"", "\"none:None\""));

    StageReport built = as(line, build::apply);
    StageReport removed = as(line, build::removeAll);

    assertThat(AWS.denied()).contains(action);
    assertThat(
            Stream.of(built, removed)
                .flatMap(report -> report.failures().values().stream())
                .filter(failure -> failure.code() == ErrorCode.AWS_DENIED))
        .extracting(ClusterlineException::getMessage)
        .anyMatch(message -> message.contains(action));
  }

  @Test
  void givenThePolicy_whenTheRoleWouldHaveNoBoundary_thenItIsNotMade() {
    Build build = new Build(SampleClusters.small("unbounded", REGION));
    AccessKey line = userWith("unbounded", POLICY);

    as(line, build::apply);

    assertThat(AWS.denied()).contains("iam:CreateRole");
    as(line, build::removeAll);
  }

  @Test
  void givenThePolicy_whenControllersLeftThingsBehind_thenTheyAreRemovedAndForeignOnesCannotBe() {
    Build build = build("left-behind");
    AccessKey line = userWith("left-behind", POLICY);
    succeed(as(line, build::apply));
    var built = build.infrastructure();
    Neighbours neighbours = new Neighbours(REGION);
    var here =
        new Neighbours.ClusterLocation(built.vpcId(), List.copyOf(built.subnetIds().values()));
    neighbours.balancer("left-behind", here, "left", built.securityGroupIds().get("worker"));
    neighbours.volume(
        Map.of("ebs.csi.aws.com/cluster-name", "left-behind", "clusterline.io/vpc", built.vpcId()));
    String foreign = neighbours.volume(Map.of("Name", "foreign"));

    succeed(as(line, build::removeWithMachines));

    assertThat(build.remaining()).isEmpty();
    assertThat(AWS.denied()).isEmpty();
    assertThatThrownBy(() -> as(line, () -> World.deleteVolume(REGION, foreign)))
        .hasMessageContaining("ec2:DeleteVolume");
  }

  @Test
  void givenThePolicy_whenTheVpcIsSomebodyElses_thenTheClusterIsBuiltInItAndRemoved() {
    var foreign = new Neighbours(REGION).foreignVpc();
    String yaml =
        SampleClusters.smallText("guest-of", REGION)
            .replace("10.0.", "10.9.")
            .replace("10.9.1.0", "10.9.11.0")
            .replace("10.9.2.0", "10.9.12.0")
            .replace("network:", "network:\n    existingVpcId: " + foreign.vpc());
    Build build = new Build(bounded(yaml));
    AccessKey line = userWith("guest-of", POLICY);

    succeed(as(line, build::apply));
    succeed(as(line, build::removeWithMachines));

    assertThat(AWS.denied()).isEmpty();
  }

  @Test
  void givenAClusterOfTheTimeBeforePaths_whenAppliedAndRemoved_thenTheSecondPolicySuffices() {
    String yaml = SampleClusters.smallText("before-paths", REGION);
    Build build = new Build(SampleClusters.parse(yaml));
    EarlierClusterTest.makeRoleWithoutPath(build);
    succeed(build.apply());
    AccessKey line =
        userWith("before-paths", POLICY, Repository.read("docs/iam-policy-earlier-clusters.json"));

    build.withCluster(bounded(yaml));
    succeed(as(line, build::apply));
    succeed(as(line, build::removeWithMachines));

    assertThat(AWS.denied()).isEmpty();
    assertThat(World.leftovers(build)).isEmpty();
  }

  private static Build build(String name) {
    return new Build(bounded(SampleClusters.smallText(name, REGION)));
  }

  private static Cluster bounded(String yaml) {
    return SampleClusters.parse(
        yaml.replace("  aws:\n", "  aws:\n    permissionsBoundary: " + BOUNDARY + "\n"));
  }
}
