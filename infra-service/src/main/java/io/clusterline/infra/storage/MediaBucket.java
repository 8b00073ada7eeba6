package io.clusterline.infra.storage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/** The bucket for the site's pictures. */
public record MediaBucket(@Nullable String domain) implements Step<Aws, MediaBucket.Bucket> {

  /** S3's first region is the only one that must not be named when a bucket is created. */
  private static final String FIRST_REGION = "us-east-1";

  private static final int HASH = 12;

  /**
   * The bucket as it was configured.
   *
   * @param settings description of our settings: another text is another configuration
   */
  public record Bucket(String name, String settings) {}

  public static final Kind<Aws, Bucket> KIND =
      Kind.<Aws, Bucket>of(
              "bucket",
              Bucket.class,
              (aws, bucket) -> BucketRemoval.delete(aws, bucket.name()),
              (aws, intent) -> findOwned(aws).map(name -> new Bucket(name, "")))
          .with(Trait.AFTER_OTHERS); // a CDN must not read from a name that others can take

  @Override
  public Kind<Aws, Bucket> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "images";
  }

  @Override
  public Found<Bucket> find(Aws aws) {
    Bucket wanted = new Bucket(nameIn(aws), new BucketSettings(domain).describe());
    if (findOwned(aws).isEmpty()) {
      return Found.missing();
    }
    String settings = aws.recorded(KIND).map(Bucket::settings).orElse("unknown");
    return settings.equals(wanted.settings())
        ? Found.inSync(wanted)
        : Found.drifted(wanted, new Change("settings", settings, wanted.settings()));
  }

  @Override
  public Bucket apply(Aws aws, Found<Bucket> found) {
    String name = nameIn(aws);
    BucketSettings settings = new BucketSettings(domain);
    if (found instanceof Found.Missing) {
      create(aws, name);
    }
    tag(aws, name);
    settings.apply(aws, name);
    return new Bucket(name, settings.describe());
  }

  /**
   * Bucket names are unique in all of AWS: the cluster's uid is in the hash, so it is never
   * another's.
   */
  public static String nameIn(Aws aws) {
    String unique = aws.cluster().uid() + "/" + aws.region();
    String hash =
        UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "")
            .substring(0, HASH);
    return aws.cluster().name() + "-images-" + hash;
  }

  private static void create(Aws aws, String name) {
    IdempotentCreate.createOnce(
        () -> {
          aws.s3(c -> c.createBucket(r -> inRegion(r.bucket(name), aws.region())));
          return name;
        },
        () -> findOwned(aws));
  }

  private static void inRegion(CreateBucketRequest.Builder request, String region) {
    if (!region.equals(FIRST_REGION)) {
      request.createBucketConfiguration(c -> c.locationConstraint(region));
    }
  }

  private void tag(Aws aws, String name) {
    Map<String, String> all = Tags.common(aws, address(), name);
    if (isTaggedKeep(aws, name)) { // all tags are set at once: the owner's wish is one of them
      all.put(Tags.KEEP, "true");
    }
    List<Tag> tags =
        all.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    aws.s3(c -> c.putBucketTagging(r -> r.bucket(name).tagging(t -> t.tagSet(tags))));
  }

  /** Whether its owner tagged it to outlive the cluster. */
  public static boolean isTaggedKeep(Aws aws, String name) {
    try {
      return aws.s3(c -> c.getBucketTagging(r -> r.bucket(name))).tagSet().stream()
          .anyMatch(tag -> tag.key().equals(Tags.KEEP) && tag.value().equals("true"));
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        return false; // no such bucket, or no tags
      }
      throw e;
    }
  }

  /** Its name, if it is there. */
  public static Optional<String> findOwned(Aws aws) {
    String name = nameIn(aws);
    try {
      aws.s3(c -> c.headBucket(r -> r.bucket(name)));
      return Optional.of(name);
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e.code() == ErrorCode.AWS_DENIED
          ? new ClusterlineException(ErrorCode.AWS_DENIED, "bucket " + name + " is another's", e)
          : e;
    }
  }
}
