package io.clusterline.event;

import io.clusterline.spec.AwsSpec;
import org.jspecify.annotations.Nullable;

/**
 * The location of a cluster and its state: an AWS account and region. Requests without a
 * specification must name it.
 *
 * @param accountId null: the account of the credentials
 * @param region of AWS, such as {@code ap-northeast-2}
 * @param roleArn the role to assume in the account; null: none
 */
public record ClusterLocation(@Nullable String accountId, String region, @Nullable String roleArn) {

  /** Reached by our own identity. */
  public ClusterLocation(@Nullable String accountId, String region) {
    this(accountId, region, null);
  }

  public static ClusterLocation of(AwsSpec aws) {
    return new ClusterLocation(aws.accountId(), aws.region(), aws.roleArn());
  }

  /**
   * Whether both may be one place. An account that is not named is the account of the credentials,
   * so it may be any.
   */
  public boolean mayBe(ClusterLocation other) {
    boolean account =
        accountId == null || other.accountId == null || accountId.equals(other.accountId);
    return account && region.equals(other.region);
  }
}
