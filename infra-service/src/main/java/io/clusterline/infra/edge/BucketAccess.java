package io.clusterline.infra.edge;

import io.clusterline.Json;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Lets the distribution, and no other, read the bucket: one statement of the bucket's policy. The
 * bucket is the infra stage's, which sets no policy; statements of others stay.
 */
public record BucketAccess(OriginBucket bucket, Distribution distribution)
    implements Step<Aws, BucketAccess.Grant> {

  private static final String ID = "ClusterlineImagesCdn";
  private static final String VERSION = "2012-10-17";

  /** Who may read what. */
  public record Grant(String bucket, String distributionArn) {

    private JsonNode statement() {
      return Json.MAPPER.valueToTree(
          Map.of(
              "Sid",
              ID,
              "Effect",
              "Allow",
              "Principal",
              Map.of("Service", "cloudfront.amazonaws.com"),
              "Action",
              "s3:GetObject",
              "Resource",
              "arn:aws:s3:::" + bucket + "/*",
              "Condition",
              Map.of("StringEquals", Map.of("AWS:SourceArn", distributionArn))));
    }
  }

  public static final Kind<Aws, Grant> KIND =
      Kind.of(
          "bucket-access", Grant.class, BucketAccess::withdraw, (aws, intent) -> Optional.empty());

  @Override
  public Kind<Aws, Grant> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "images";
  }

  @Override
  public Found<Grant> find(Aws aws) {
    Grant wanted = wanted(aws);
    return statements(aws, wanted.bucket()).contains(wanted.statement())
        ? Found.inSync(wanted)
        : Found.missing();
  }

  @Override
  public Grant apply(Aws aws, Found<Grant> found) {
    Grant wanted = wanted(aws);
    List<JsonNode> statements = others(aws, wanted.bucket());
    statements.add(wanted.statement());
    put(aws, wanted.bucket(), statements);
    return wanted;
  }

  private Grant wanted(Aws aws) {
    return new Grant(aws.output(bucket), aws.output(distribution).arn());
  }

  private static void withdraw(Aws aws, Grant grant) {
    List<JsonNode> statements = statements(aws, grant.bucket());
    if (!statements.contains(grant.statement())) {
      return;
    }
    List<JsonNode> others = others(aws, grant.bucket());
    Deletions.ignoreNotFound(() -> {
      if (others.isEmpty()) {
        aws.s3(c -> c.deleteBucketPolicy(r -> r.bucket(grant.bucket())));
      } else {
        put(aws, grant.bucket(), others);
      }
    });
  }

  private static void put(Aws aws, String bucket, List<JsonNode> statements) {
    String policy =
        Json.MAPPER.writeValueAsString(Map.of("Version", VERSION, "Statement", statements));
    aws.s3(c -> c.putBucketPolicy(r -> r.bucket(bucket).policy(policy)));
  }

  private static List<JsonNode> others(Aws aws, String bucket) {
    List<JsonNode> others = new ArrayList<>(statements(aws, bucket));
    others.removeIf(one -> one.path("Sid").asString("").equals(ID));
    return others;
  }

  /** Empty when there is no policy, or no bucket. */
  private static List<JsonNode> statements(Aws aws, String bucket) {
    try {
      String policy = aws.s3(c -> c.getBucketPolicy(r -> r.bucket(bucket))).policy();
      return Json.MAPPER.readTree(policy).path("Statement").valueStream().toList();
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        return List.of();
      }
      throw e;
    }
  }
}
