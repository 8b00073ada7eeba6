package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.SampleClusters;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/** A cluster of the time when all machines had one role without a path, and pods its rights. */
class EarlierClusterTest {

  @Test
  void givenOneRoleForAllMachines_whenAppliedAndRemoved_thenNoMachineIsReplacedAndNothingIsLeft() {
    Build build = new Build(SampleClusters.small("earlier", "eu-west-1"));
    makeRoleWithoutPath(build);
    succeed(build.apply());
    List<String> machines = ids(build);
    openMetadataToPods(build);

    succeed(build.apply());

    assertThat(ids(build)).containsExactlyInAnyOrderElementsOf(machines);
    assertThat(World.instances(build))
        .extracting(instance -> instance.metadataOptions().httpPutResponseHopLimit())
        .containsExactlyInAnyOrder(2, 1, 1);
    assertThat(build.apply().changedNothing()).isTrue();
    succeed(build.removeWithMachines());
    assertThat(World.leftovers(build)).isEmpty();
  }

  static void makeRoleWithoutPath(Build build) {
    String name = build.name() + "-" + build.region() + "-node";
    Tag ours = Tag.builder().key("clusterline.io/cluster-uid").value(build.uid()).build();
    try (IamClient iam = World.iam()) {
      iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}").tags(ours));
      iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(ours));
      iam.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(name));
    }
  }

  private static void openMetadataToPods(Build build) {
    for (String id : ids(build)) {
      World.ec2(build)
          .modifyInstanceMetadataOptions(
              r -> r.instanceId(id).httpPutResponseHopLimit(2).httpTokens("required"));
    }
  }

  private static List<String> ids(Build build) {
    return World.instances(build).stream().map(Instance::instanceId).toList();
  }
}
