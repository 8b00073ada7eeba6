package io.clusterline.infra.iam;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Role;

/** The IAM role of all machines. Role names are account-wide, so the name contains the region. */
public record NodeRole(@Nullable String permissionsBoundary) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.of("role", String.class, RoleRemoval::of, (aws, intent) -> findOwned(aws));

  static String nameIn(Aws aws) {
    return aws.cluster().name() + "-" + aws.region() + "-node";
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "node";
  }

  @Override
  public Found<String> find(Aws aws) {
    Optional<Role> role = existing(aws);
    if (role.isEmpty()) {
      return Found.missing();
    }
    String boundary = boundaryOf(role.get());
    return permissionsBoundary == null || permissionsBoundary.equals(boundary)
        ? Found.inSync(role.get().roleName())
        : Found.drifted(
            role.get().roleName(),
            new Change("permissionsBoundary", boundary, permissionsBoundary));
  }

  private static String boundaryOf(Role role) {
    var boundary = role.permissionsBoundary();
    return boundary == null ? "" : boundary.permissionsBoundaryArn();
  }

  /** Its name if it is there and ours. */
  public static Optional<String> findOwned(Aws aws) {
    return named(aws, nameIn(aws))
        .filter(role -> Ownership.are(aws, role.tags()))
        .map(Role::roleName);
  }

  static Optional<Role> named(Aws aws, String name) {
    return Ownership.find(() -> aws.iam(c -> c.getRole(r -> r.roleName(name))).role());
  }

  private static Optional<Role> existing(Aws aws) {
    Optional<Role> role = named(aws, nameIn(aws));
    role.ifPresent(found -> Ownership.check(aws, "role " + found.roleName(), found.tags()));
    return role;
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    if (found instanceof Found.Drifted<String> different) {
      aws.iam(c ->
          c.putRolePermissionsBoundary(r ->
              r.roleName(different.value())
                  .permissionsBoundary(Objects.requireNonNull(permissionsBoundary))));
      return different.value();
    }
    return IdempotentCreate.createOnce(() -> create(aws), () -> existing(aws).map(Role::roleName));
  }

  private String create(Aws aws) {
    String name = nameIn(aws);
    var tags = Ownership.iam(Tags.common(aws, address(), name));
    return aws.iam(c ->
            c.createRole(r ->
                r.roleName(name)
                    .description("Machines of cluster " + aws.cluster().name())
                    .assumeRolePolicyDocument(Policy.TRUST_EC2.document(""))
                    .permissionsBoundary(permissionsBoundary)
                    .tags(tags)))
        .role()
        .roleName();
  }
}
