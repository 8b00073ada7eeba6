package io.clusterline.infra.access;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.iam.InstanceProfile;
import io.clusterline.infra.iam.NodeRole;
import io.clusterline.infra.iam.Policy;
import io.clusterline.infra.iam.RolePolicy;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StepGraph;
import java.util.List;

/**
 * Keys, the bucket, and the permissions of machines: the part of the stage that needs no network.
 */
public record AccessSteps(
    SshKey sshKey,
    KeyPair keyPair,
    FirstContactSeed seed,
    MediaBucket images,
    NodeRole role,
    InstanceProfile profile) {

  public static final List<Kind<Aws, ?>> KINDS =
      List.of(
          SshKey.KIND,
          KeyPair.KIND,
          FirstContactSeed.KIND,
          MediaBucket.KIND,
          NodeRole.KIND,
          RolePolicy.KIND,
          InstanceProfile.KIND);

  public static AccessSteps add(
      StepGraph<Aws> graph, StepGraph<Aws>.After checked, ClusterSpec spec) {
    var sshKey = checked.add(new SshKey());
    var keyPair = graph.add(new KeyPair(sshKey));
    var seed = checked.add(new FirstContactSeed());
    var images = checked.add(new MediaBucket(spec.domain()));
    var role = checked.add(new NodeRole(spec.aws().permissionsBoundary()));
    Policy.OF_NODES.forEach(policy -> graph.add(new RolePolicy(role, images, policy)));
    var profile = graph.add(new InstanceProfile(role));
    return new AccessSteps(sshKey, keyPair, seed, images, role, profile);
  }
}
