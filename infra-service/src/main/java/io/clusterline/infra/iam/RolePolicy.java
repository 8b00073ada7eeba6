package io.clusterline.infra.iam;

import io.clusterline.Json;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One inline policy of a machines' role. Inline: it lives and dies with the role, and the stage
 * needs no right to make policies. All of a role may have 10,240 characters together.
 */
public record RolePolicy(MachineRole role, MediaBucket images, Policy policy)
    implements Step<Aws, RolePolicy.Attached> {

  /** One policy of one role. */
  public record Attached(String roleName, String policyName) {}

  public static final Kind<Aws, Attached> KIND =
      Kind.of("role-policy", Attached.class, RolePolicy::remove, RolePolicy::findOrphan);

  @Override
  public Kind<Aws, Attached> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return role.group().keyOf(policy);
  }

  @Override
  public Found<Attached> find(Aws aws) {
    Attached attached = attached(aws);
    Optional<JsonNode> present =
        Ownership.find(() ->
                aws.iam(c ->
                        c.getRolePolicy(
                            r -> r.roleName(attached.roleName()).policyName(attached.policyName())))
                    .policyDocument())
            .map(RolePolicy::parse);
    if (present.isEmpty()) {
      return Found.missing();
    }
    return present.get().equals(Json.MAPPER.readTree(document(aws)))
        ? Found.inSync(attached)
        : Found.drifted(
            attached, new Change("document", "another", "policies/" + policy.policyName()));
  }

  /** IAM gives documents URL-encoded. */
  private static JsonNode parse(String document) {
    return Json.MAPPER.readTree(URLDecoder.decode(document, StandardCharsets.UTF_8));
  }

  @Override
  public Attached apply(Aws aws, Found<Attached> found) {
    Attached attached = attached(aws);
    aws.iam(c ->
        c.putRolePolicy(r ->
            r.roleName(attached.roleName())
                .policyName(attached.policyName())
                .policyDocument(document(aws))));
    return attached;
  }

  private Attached attached(Aws aws) {
    return new Attached(aws.output(role), policy.policyName());
  }

  private String document(Aws aws) {
    return policy.document(aws.output(images).name());
  }

  /** Of a role that is not there AWS knows no path: it would deny the call, not find nothing. */
  private static void remove(Aws aws, Attached attached) {
    if (MachineRole.named(aws, attached.roleName()).isEmpty()) {
      return;
    }
    Deletions.ignoreNotFound(() ->
        aws.iam(c ->
            c.deleteRolePolicy(
                r -> r.roleName(attached.roleName()).policyName(attached.policyName()))));
  }

  private static Optional<Attached> findOrphan(Aws aws, LedgerEntry intent) {
    return Stream.of(MachineGroup.values())
        .flatMap(group ->
            group.policies().stream()
                .filter(policy -> group.keyOf(policy).equals(intent.address().key()))
                .flatMap(policy ->
                    MachineRole.findOwned(aws, group).stream()
                        .map(role -> new Attached(role, policy.policyName()))))
        .findFirst();
  }
}
