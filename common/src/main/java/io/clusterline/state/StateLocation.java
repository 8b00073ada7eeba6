package io.clusterline.state;

import io.clusterline.spec.AwsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster's state lives: in the account and region of the cluster itself.
 *
 * @param accountId null: the account of the credentials
 */
public record StateLocation(@Nullable String accountId, String region) {

  public static StateLocation of(AwsSpec aws) {
    return new StateLocation(aws.accountId(), aws.region());
  }
}
