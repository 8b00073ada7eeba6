package io.clusterline.infra.storage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Deletes a bucket with its contents: every version and every delete marker, page by page. A bucket
 * that its owner tagged to be kept stays.
 */
final class BucketRemoval {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private BucketRemoval() {}

  static void delete(Aws aws, String bucket) {
    if (MediaBucket.isTaggedKeep(aws, bucket)) {
      aws.report("bucket " + bucket + " is kept");
      return;
    }
    Wait.until("bucket " + bucket + " is empty and gone")
        .within(LIMIT)
        .reporting(aws::report)
        .poll(() -> tryOnce(aws, bucket));
  }

  /** Others may write into it while it is emptied. */
  private static Seen<Boolean> tryOnce(Aws aws, String bucket) {
    try {
      Deletions.ignoreNotFound(() -> {
        empty(aws, bucket);
        aws.s3(c -> c.deleteBucket(r -> r.bucket(bucket)));
      });
      return Seen.yes(true);
    } catch (AwsCallException e) {
      if (!e.is("BucketNotEmpty")) {
        throw e;
      }
      return Seen.notYet("it was written to meanwhile");
    }
  }

  private static void empty(Aws aws, String bucket) {
    while (true) {
      var page = aws.s3(c -> c.listObjectVersions(r -> r.bucket(bucket)));
      List<ObjectIdentifier> objects = everything(page);
      if (objects.isEmpty()) {
        return;
      }
      var answer =
          aws.s3(c ->
              c.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(objects).quiet(true))));
      answer.errors().stream().findFirst().ifPresent(error -> fail(bucket, error));
      aws.report("emptying bucket " + bucket);
    }
  }

  /** An object lock, say: asking again would not help. */
  private static void fail(String bucket, S3Error error) {
    throw new ClusterlineException(
        ErrorCode.LEFTOVERS,
        "bucket %s is left, blocked by object %s, which S3 does not delete: %s %s"
            .formatted(bucket, error.key(), error.code(), error.message()));
  }

  private static List<ObjectIdentifier> everything(ListObjectVersionsResponse page) {
    return Stream.concat(
            page.versions().stream().map(v -> identifier(v.key(), v.versionId())),
            page.deleteMarkers().stream().map(m -> identifier(m.key(), m.versionId())))
        .toList();
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }
}
