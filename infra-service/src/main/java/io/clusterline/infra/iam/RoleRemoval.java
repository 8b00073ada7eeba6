package io.clusterline.infra.iam;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import java.util.List;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/** Deletes a role with its inline policies; attached policies are only detached. */
final class RoleRemoval {

  private RoleRemoval() {}

  static void of(Aws aws, String role) {
    if (MachineRole.named(aws, role).filter(found -> Ownership.are(aws, found.tags())).isEmpty()) {
      return; // deleted, or no longer ours
    }
    Deletions.ignoreNotFound(() -> strip(aws, role));
    Deletions.retryWhileBlocked(
        aws,
        "role " + role,
        () -> profilesWith(aws, role),
        () -> aws.iam(c -> c.deleteRole(r -> r.roleName(role))));
  }

  private static void strip(Aws aws, String role) {
    aws.iam(c -> c.listAttachedRolePolicies(r -> r.roleName(role)))
        .attachedPolicies()
        .forEach(policy ->
            aws.iam(c -> c.detachRolePolicy(r -> r.roleName(role).policyArn(policy.policyArn()))));
    aws.iam(c -> c.listRolePolicies(r -> r.roleName(role)))
        .policyNames()
        .forEach(name -> aws.iam(c -> c.deleteRolePolicy(r -> r.roleName(role).policyName(name))));
  }

  private static List<String> profilesWith(Aws aws, String role) {
    return aws
        .iam(c -> c.listInstanceProfilesForRole(r -> r.roleName(role)))
        .instanceProfiles()
        .stream()
        .map(InstanceProfile::instanceProfileName)
        .map(name -> "instance profile " + name)
        .toList();
  }
}
