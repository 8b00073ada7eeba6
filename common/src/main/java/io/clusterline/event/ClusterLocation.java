package io.clusterline.event;

import io.clusterline.spec.AwsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster and its state live: an AWS account and region. Whoever speaks of a cluster
 * without its specification must give this.
 *
 * @param accountId null: the account of the credentials
 * @param region of AWS, such as {@code ap-northeast-2}
 * @param roleArn the role through which the account is reached; null: our own identity does
 */
public record ClusterLocation(@Nullable String accountId, String region, @Nullable String roleArn) {

  /** Reached by our own identity. */
  public ClusterLocation(@Nullable String accountId, String region) {
    this(accountId, region, null);
  }

  public static ClusterLocation of(AwsSpec aws) {
    return new ClusterLocation(aws.accountId(), aws.region(), aws.roleArn());
  }
}
