package io.clusterline.event;

import io.clusterline.spec.AwsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster stands: what somebody must say who speaks of it without its specification.
 *
 * @param accountId null: the account of the line's credentials
 * @param region of AWS
 * @param roleArn a role to assume, if the line works through one
 */
public record Place(@Nullable String accountId, String region, @Nullable String roleArn) {

  public static Place of(AwsSpec aws) {
    return new Place(aws.accountId(), aws.region(), aws.roleArn());
  }
}
