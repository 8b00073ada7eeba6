package io.clusterline.infra.storage;

import io.clusterline.infra.aws.Aws;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** Settings of the media bucket. Every call sets all values, so all are safe to repeat. */
record BucketSettings(@Nullable String domain) {

  private static final int COOL_AFTER_DAYS = 30;
  private static final int EXPIRE_AFTER_DAYS = 90;
  private static final int OLD_VERSIONS_DAYS = 30;
  private static final int CORS_MAX_AGE_SECONDS = 3000;

  /** Fingerprint to compare with what was set before; contains every value that can change. */
  String describe() {
    return "versioned, AES256, private; cool after %d d, gone after %d d, old versions after %d d; from %s"
        .formatted(COOL_AFTER_DAYS, EXPIRE_AFTER_DAYS, OLD_VERSIONS_DAYS, origins());
  }

  void apply(Aws aws, String bucket) {
    blockPublicAccess(aws, bucket);
    encrypt(aws, bucket);
    aws.s3(c ->
        c.putBucketVersioning(r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
    aws.s3(c ->
        c.putBucketLifecycleConfiguration(
            r -> r.bucket(bucket).lifecycleConfiguration(l -> l.rules(lifecycle()))));
    allowOrigins(aws, bucket);
  }

  private static void blockPublicAccess(Aws aws, String bucket) {
    aws.s3(c ->
        c.putPublicAccessBlock(r ->
            r.bucket(bucket)
                .publicAccessBlockConfiguration(b ->
                    b.blockPublicAcls(true)
                        .ignorePublicAcls(true)
                        .blockPublicPolicy(true)
                        .restrictPublicBuckets(true))));
  }

  private static void encrypt(Aws aws, String bucket) {
    aws.s3(c ->
        c.putBucketEncryption(r ->
            r.bucket(bucket)
                .serverSideEncryptionConfiguration(e ->
                    e.rules(rule ->
                        rule.applyServerSideEncryptionByDefault(
                            d -> d.sseAlgorithm(ServerSideEncryption.AES256))))));
  }

  /** With versioning, only the rule for old versions ever frees space. */
  private static LifecycleRule lifecycle() {
    return LifecycleRule.builder()
        .id("pictures")
        .status(ExpirationStatus.ENABLED)
        .filter(f -> f.prefix(""))
        .transitions(t -> t.days(COOL_AFTER_DAYS).storageClass(TransitionStorageClass.STANDARD_IA))
        .expiration(e -> e.days(EXPIRE_AFTER_DAYS))
        .noncurrentVersionExpiration(e -> e.noncurrentDays(OLD_VERSIONS_DAYS))
        .build();
  }

  private void allowOrigins(Aws aws, String bucket) {
    aws.s3(c ->
        c.putBucketCors(r ->
            r.bucket(bucket)
                .corsConfiguration(cors ->
                    cors.corsRules(rule ->
                        rule.allowedHeaders("*")
                            .allowedMethods("GET", "PUT", "POST", "DELETE", "HEAD")
                            .allowedOrigins(origins())
                            .exposeHeaders("ETag")
                            .maxAgeSeconds(CORS_MAX_AGE_SECONDS)))));
  }

  /** The site, and a developer's machine. */
  private List<String> origins() {
    Stream<String> site =
        domain == null ? Stream.of() : Stream.of("https://" + domain, "https://www." + domain);
    return Stream.concat(site, Stream.of("http://localhost:3000", "http://localhost:5173"))
        .toList();
  }
}
