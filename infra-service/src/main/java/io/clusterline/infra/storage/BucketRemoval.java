package io.clusterline.infra.storage;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Removals;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** A bucket goes only when it is empty: of every version and every delete marker, page by page. */
final class BucketRemoval {

  private BucketRemoval() {}

  static void of(Aws aws, String bucket) {
    Removals.ifThere(() -> {
      empty(aws, bucket);
      aws.s3(c -> c.deleteBucket(r -> r.bucket(bucket)));
    });
  }

  private static void empty(Aws aws, String bucket) {
    while (true) {
      var page = aws.s3(c -> c.listObjectVersions(r -> r.bucket(bucket)));
      List<ObjectIdentifier> objects = everything(page);
      if (objects.isEmpty()) {
        return;
      }
      aws.s3(
          c -> c.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(objects).quiet(true))));
      aws.report("emptying bucket " + bucket);
    }
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
