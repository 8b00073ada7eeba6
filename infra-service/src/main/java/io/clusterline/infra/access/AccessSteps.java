package io.clusterline.infra.access;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.iam.InstanceProfile;
import io.clusterline.infra.iam.MachineGroup;
import io.clusterline.infra.iam.MachineRole;
import io.clusterline.infra.iam.RolePolicy;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StepGraph;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keys, the bucket, and the permissions of machines: the part of the stage that needs no network.
 */
public record AccessSteps(
    SshKey sshKey,
    KeyPair keyPair,
    FirstContactSeed seed,
    MediaBucket images,
    Map<MachineGroup, InstanceProfile> profiles) {

  public static final List<Kind<Aws, ?>> KINDS =
      List.of(
          SshKey.KIND,
          KeyPair.KIND,
          FirstContactSeed.KIND,
          MediaBucket.KIND,
          MachineRole.KIND,
          RolePolicy.KIND,
          InstanceProfile.KIND);

  public static AccessSteps add(
      StepGraph<Aws> graph, StepGraph<Aws>.After checked, ClusterSpec spec) {
    var sshKey = checked.add(new SshKey());
    var keyPair = graph.add(new KeyPair(sshKey));
    var seed = checked.add(new FirstContactSeed());
    var images = checked.add(new MediaBucket(spec.domain()));
    var profiles = new EnumMap<MachineGroup, InstanceProfile>(MachineGroup.class);
    for (MachineGroup group : MachineGroup.values()) {
      var role = checked.add(new MachineRole(group));
      group.policies().stream()
          .filter(policy -> policy.isNeededBy(spec))
          .forEach(policy -> graph.add(new RolePolicy(role, images, policy)));
      profiles.put(group, graph.add(new InstanceProfile(role)));
    }
    return new AccessSteps(sshKey, keyPair, seed, images, profiles);
  }

  public AccessSteps {
    profiles = Map.copyOf(profiles);
  }

  /** By which the machines of that group get their role. */
  public InstanceProfile profile(MachineGroup group) {
    return Objects.requireNonNull(profiles.get(group));
  }
}
