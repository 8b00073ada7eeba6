package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static io.clusterline.infra.PipelineUsers.as;
import static io.clusterline.infra.PipelineUsers.userWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.Infrastructure;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** With the policies of the roles that a build has made, and nothing else, controllers call AWS. */
class EnforcedRolesTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String REGION = "ca-central-1";
  private static final String NAME = "roles";

  private static Infrastructure built;

  @BeforeAll
  static void build() {
    Build build = new Build(SampleClusters.small(NAME, REGION));
    succeed(build.apply());
    built = build.infrastructure();
  }

  @AfterEach
  void calm() {
    AWS.enforceIam(false);
  }

  @Test
  void givenTheControlPlanesRoleWhenItsControllersWorkThenNothingIsDeniedButWhatIsNotTheirs() {
    String foreign = new Neighbours(REGION).volume(Map.of("Name", "foreign"));
    AccessKey controllers = userWith("controllers", policiesOf(built.nodeRoleName()));
    AWS.enforceIam(true);

    String volume = as(controllers, EnforcedRolesTest::workOfControllers);

    assertThat(AWS.denied()).isEmpty();
    assertThatThrownBy(() -> as(controllers, () -> World.deleteVolume(REGION, foreign)))
        .hasMessageContaining("ec2:DeleteVolume");
    as(controllers, () -> World.deleteVolume(REGION, volume));
  }

  @Test
  void givenAWorkersRoleWhenAPodUsesItThenItMakesAndDeletesNothing() {
    String volume = new Neighbours(REGION).volume(Map.of("ebs.csi.aws.com/cluster", "true"));
    String role = built.nodeRoleName().replaceFirst("-node$", "-worker");
    AccessKey pod = userWith("pod-of-a-worker", policiesOf(role));
    AWS.enforceIam(true);

    assertThatThrownBy(() -> as(pod, EnforcedRolesTest::workOfControllers))
        .hasMessageContaining("not authorized");
    assertThatThrownBy(() -> as(pod, () -> World.deleteVolume(REGION, volume)))
        .hasMessageContaining("ec2:DeleteVolume");
  }

  /**
   * A load balancer with its group and a door to the nodes, and a volume with the driver's tags.
   */
  private static String workOfControllers() {
    Neighbours made = new Neighbours(REGION);
    made.balancer(
        NAME,
        new Neighbours.ClusterLocation(built.vpcId(), List.copyOf(built.subnetIds().values())),
        NAME,
        built.securityGroupIds().get("worker"));
    return made.volume(
        Map.of(
            "ebs.csi.aws.com/cluster",
            "true",
            "CSIVolumeName",
            "pvc-1",
            "kubernetes.io/cluster/" + NAME,
            "owned",
            "clusterline.io/vpc",
            built.vpcId()));
  }

  private static String[] policiesOf(String role) {
    try (IamClient iam = World.iam()) {
      return iam.listRolePolicies(r -> r.roleName(role)).policyNames().stream()
          .map(name -> iam.getRolePolicy(r -> r.roleName(role).policyName(name)).policyDocument())
          .map(document -> URLDecoder.decode(document, StandardCharsets.UTF_8))
          .toArray(String[]::new);
    }
  }
}
