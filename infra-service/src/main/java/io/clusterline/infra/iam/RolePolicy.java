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
import tools.jackson.databind.JsonNode;

/** One inline policy of the machines' role. Inline: it lives and dies with the role. */
public record RolePolicy(NodeRole role, MediaBucket images, Policy policy)
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
    return policy.policyName();
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
        : Found.drifted(attached, new Change("document", "another", "policies/" + key()));
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
    return new Attached(aws.output(role), key());
  }

  private String document(Aws aws) {
    return policy.document(aws.output(images).name());
  }

  private static void remove(Aws aws, Attached attached) {
    Deletions.ignoreNotFound(() ->
        aws.iam(c ->
            c.deleteRolePolicy(
                r -> r.roleName(attached.roleName()).policyName(attached.policyName()))));
  }

  private static Optional<Attached> findOrphan(Aws aws, LedgerEntry intent) {
    return NodeRole.findOwned(aws).map(role -> new Attached(role, intent.address().key()));
  }
}
