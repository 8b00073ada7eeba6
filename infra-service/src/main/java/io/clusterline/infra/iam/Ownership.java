package io.clusterline.infra.iam;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.Tag;

/** Decides which IAM resources are ours: found by name, confirmed by tag. */
final class Ownership {

  private Ownership() {}

  /** The result of the call, or empty if the resource does not exist. */
  static <T> Optional<T> find(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * @throws ClusterlineException if it has our name but is another's
   */
  static void check(Aws aws, String what, List<Tag> tags) {
    if (!are(aws, tags)) {
      throw new ClusterlineException(
          ErrorCode.AWS_REJECTED,
          what
              + " exists and does not belong to cluster "
              + aws.cluster().uid()
              + "; remove it, or choose another cluster name");
    }
  }

  static boolean are(Aws aws, List<Tag> tags) {
    return tags.stream()
        .anyMatch(
            tag -> tag.key().equals(Tags.CLUSTER_UID) && tag.value().equals(aws.cluster().uid()));
  }

  static List<Tag> iam(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
