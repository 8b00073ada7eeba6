package io.clusterline.infra.iam;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/** By which a machine gets its role: there from its launch on. */
public record InstanceProfile(MachineRole role) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "instance-profile",
          String.class,
          InstanceProfile::remove,
          (aws, intent) -> findOwned(aws, MachineGroup.ofKey(intent.address().key())));

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return role.key();
  }

  @Override
  public Found<String> find(Aws aws) {
    var profile = existing(aws);
    if (profile.isEmpty()) {
      return Found.missing();
    }
    String name = profile.get().instanceProfileName();
    return hasRole(aws, profile.get())
        ? Found.inSync(name)
        : Found.drifted(name, new Change("role", "", aws.output(role)));
  }

  /** Its name if it is there and ours. */
  public static Optional<String> findOwned(Aws aws, MachineGroup group) {
    return named(aws, MachineRole.nameIn(aws, group))
        .filter(profile -> Ownership.are(aws, profile.tags()))
        .map(software.amazon.awssdk.services.iam.model.InstanceProfile::instanceProfileName);
  }

  private static Optional<software.amazon.awssdk.services.iam.model.InstanceProfile> named(
      Aws aws, String name) {
    return Ownership.find(() ->
        aws.iam(c -> c.getInstanceProfile(r -> r.instanceProfileName(name))).instanceProfile());
  }

  private Optional<software.amazon.awssdk.services.iam.model.InstanceProfile> existing(Aws aws) {
    var profile = named(aws, nameIn(aws));
    profile.ifPresent(found ->
        Ownership.check(aws, "instance profile " + found.instanceProfileName(), found.tags()));
    return profile;
  }

  private String nameIn(Aws aws) {
    return MachineRole.nameIn(aws, role.group());
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    String name = nameIn(aws);
    if (found instanceof Found.Missing) {
      IdempotentCreate.createOnce(
          () -> create(aws, name), () -> existing(aws).map(profile -> name));
    }
    attachRole(aws, name);
    return name;
  }

  /** A profile holds one role: a second try after a lost answer is refused as one too many. */
  private void attachRole(Aws aws, String name) {
    String roleName = aws.output(role);
    try {
      aws.iam(c -> c.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(roleName)));
    } catch (AwsCallException e) {
      if (existing(aws).filter(profile -> hasRole(aws, profile)).isEmpty()) {
        throw e;
      }
    }
  }

  private boolean hasRole(
      Aws aws, software.amazon.awssdk.services.iam.model.InstanceProfile profile) {
    return profile.roles().stream().map(Role::roleName).anyMatch(aws.output(role)::equals);
  }

  private String create(Aws aws, String name) {
    var tags = Ownership.iam(Tags.common(aws, address(), name));
    aws.iam(c ->
        c.createInstanceProfile(
            r -> r.instanceProfileName(name).path(MachineRole.PATH).tags(tags)));
    return name;
  }

  private static void remove(Aws aws, String name) {
    var profile = named(aws, name).filter(found -> Ownership.are(aws, found.tags()));
    if (profile.isEmpty()) {
      return; // deleted, or no longer ours
    }
    profile.get().roles().forEach(role -> removeRole(aws, name, role.roleName()));
    Deletions.retryWhileBlocked(
        aws,
        "instance profile " + name,
        List::of,
        () -> aws.iam(c -> c.deleteInstanceProfile(r -> r.instanceProfileName(name))));
  }

  private static void removeRole(Aws aws, String profile, String role) {
    Deletions.ignoreNotFound(() ->
        aws.iam(c ->
            c.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role))));
  }
}
