package io.clusterline.state.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Creates the state bucket, or corrects the settings of an existing one. Safe to repeat. */
final class BucketSetup {

  private static final Logger LOG = LoggerFactory.getLogger(BucketSetup.class);

  /** S3's first region is the only one that must not be named when a bucket is created. */
  private static final String FIRST_REGION = "us-east-1";

  private static final int FORBIDDEN = 403;

  private static final int KEEP_OLD_VERSIONS_DAYS = 30;

  private final S3Client s3;
  private final StateBucket bucket;
  private final String region;
  private final Optional<URI> endpoint;

  BucketSetup(S3Client s3, StateBucket bucket, String region, Optional<URI> endpoint) {
    this.s3 = s3;
    this.bucket = bucket;
    this.region = region;
    this.endpoint = endpoint;
  }

  /** The result, as a sentence for the user. */
  String run() {
    boolean made = !exists() && create();
    configure();
    return "state bucket " + bucket.name() + (made ? " was made" : " was there, as it must be");
  }

  private boolean exists() {
    try {
      s3.headBucket(r -> r.bucket(bucket.name()).expectedBucketOwner(bucket.account()));
      return true;
    } catch (NoSuchBucketException absent) {
      return false;
    } catch (S3Exception refused) {
      throw refused.statusCode() == FORBIDDEN ? explainRefusal(refused) : refused;
    }
  }

  /** A response to HEAD has no body, so a GET tells whether the credentials are the reason. */
  private RuntimeException explainRefusal(S3Exception refused) {
    try {
      s3.listObjectsV2(
          r -> r.bucket(bucket.name()).maxKeys(1).expectedBucketOwner(bucket.account()));
    } catch (S3Exception again) {
      if (Errors.isAboutCredentials(again)) {
        return again;
      }
    }
    return new ClusterlineException(
        ErrorCode.STATE_BUCKET_TAKEN,
        "the name "
            + bucket.name()
            + " belongs to another account than "
            + bucket.account()
            + ", or these credentials may not list it",
        refused);
  }

  private boolean create() {
    try {
      s3.createBucket(this::inRegion);
      s3.waiter().waitUntilBucketExists(r -> r.bucket(bucket.name()));
      return true;
    } catch (BucketAlreadyOwnedByYouException madeMeanwhile) {
      return false;
    }
  }

  private void inRegion(CreateBucketRequest.Builder request) {
    request.bucket(bucket.name());
    if (!region.equals(FIRST_REGION)) {
      request.createBucketConfiguration(c -> c.locationConstraint(region));
    }
  }

  private void configure() {
    blockPublicAccess();
    s3.putBucketEncryption(r ->
        r.bucket(bucket.name())
            .serverSideEncryptionConfiguration(c ->
                c.rules(rule ->
                    rule.applyServerSideEncryptionByDefault(
                        d -> d.sseAlgorithm(ServerSideEncryption.AES256)))));
    s3.putBucketVersioning(r ->
        r.bucket(bucket.name())
            .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    expireOldVersions();
    refusePlainHttp();
  }

  private void blockPublicAccess() {
    s3.putPublicAccessBlock(r ->
        r.bucket(bucket.name())
            .publicAccessBlockConfiguration(c ->
                c.blockPublicAcls(true)
                    .ignorePublicAcls(true)
                    .blockPublicPolicy(true)
                    .restrictPublicBuckets(true)));
  }

  /** A lease is written every few seconds; without this its versions would stay for ever. */
  private void expireOldVersions() {
    s3.putBucketLifecycleConfiguration(r ->
        r.bucket(bucket.name())
            .lifecycleConfiguration(c ->
                c.rules(rule ->
                    rule.id("old-versions")
                        .status(ExpirationStatus.ENABLED)
                        .filter(f -> f.prefix(""))
                        .expiration(e -> e.expiredObjectDeleteMarker(true))
                        .noncurrentVersionExpiration(
                            e -> e.noncurrentDays(KEEP_OLD_VERSIONS_DAYS)))));
  }

  /**
   * An endpoint of plain http is a stand-in for AWS on this machine: such a policy would rightly
   * lock us out of it (moto, moreover, ignores the condition of a deny).
   */
  private void refusePlainHttp() {
    if (endpoint.filter(uri -> "http".equals(uri.getScheme())).isPresent()) {
      LOG.warn(
          "The endpoint {} is plain http: the TLS-only policy of bucket {} is left out",
          endpoint.get(),
          bucket.name());
      return;
    }
    s3.putBucketPolicy(r -> r.bucket(bucket.name()).policy(TlsOnlyPolicy.of(bucket.name())));
  }
}
