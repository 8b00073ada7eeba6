package io.clusterline.infra.iam;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The IAM role of a group of machines. Role names are account-wide, so the name contains the
 * region. All roles are made under one path, so that a policy can name them.
 */
public record MachineRole(MachineGroup group) implements Step<Aws, String> {

  /** Of roles and instance profiles; those of earlier clusters have none. */
  static final String PATH = "/clusterline/";

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "role",
          String.class,
          RoleRemoval::of,
          (aws, intent) -> findOwned(aws, MachineGroup.ofKey(intent.address().key())));

  static String nameIn(Aws aws, MachineGroup group) {
    return aws.cluster().name() + "-" + aws.region() + "-" + group.key();
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return group.key();
  }

  @Override
  public Found<String> find(Aws aws) {
    Optional<Role> role = existing(aws);
    if (role.isEmpty()) {
      return Found.missing();
    }
    String present = boundaryOf(role.get());
    String wanted = aws.permissionsBoundary().orElse(present);
    return wanted.equals(present)
        ? Found.inSync(role.get().roleName())
        : Found.drifted(role.get().roleName(), new Change("permissionsBoundary", present, wanted));
  }

  private static String boundaryOf(Role role) {
    var boundary = role.permissionsBoundary();
    return boundary == null ? "" : boundary.permissionsBoundaryArn();
  }

  /** Its name if it is there and ours. */
  public static Optional<String> findOwned(Aws aws, MachineGroup group) {
    return named(aws, nameIn(aws, group))
        .filter(role -> Ownership.are(aws, role.tags()))
        .map(Role::roleName);
  }

  static Optional<Role> named(Aws aws, String name) {
    return Ownership.find(() -> aws.iam(c -> c.getRole(r -> r.roleName(name))).role());
  }

  private Optional<Role> existing(Aws aws) {
    Optional<Role> role = named(aws, nameIn(aws, group));
    role.ifPresent(found -> Ownership.check(aws, "role " + found.roleName(), found.tags()));
    return role;
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    if (found instanceof Found.Drifted<String> different) {
      aws.iam(c ->
          c.putRolePermissionsBoundary(r ->
              r.roleName(different.value())
                  .permissionsBoundary(aws.permissionsBoundary().orElseThrow())));
      return different.value();
    }
    return IdempotentCreate.createOnce(() -> create(aws), () -> existing(aws).map(Role::roleName));
  }

  private String create(Aws aws) {
    String name = nameIn(aws, group);
    var tags = Ownership.iam(Tags.common(aws, address(), name));
    return aws.iam(c ->
            c.createRole(r ->
                r.roleName(name)
                    .path(PATH)
                    .description("Machines of cluster " + aws.cluster().name())
                    .assumeRolePolicyDocument(Policy.TRUST_EC2.document(""))
                    .permissionsBoundary(aws.permissionsBoundary().orElse(null))
                    .tags(tags)))
        .role()
        .roleName();
  }
}
