package io.clusterline.state;

import io.clusterline.event.Place;
import io.clusterline.spec.AwsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster's state lives: in the account and region of the cluster itself.
 *
 * @param accountId null: the account of the credentials
 * @param roleArn the role through which the account is reached; null: our own identity does
 */
public record StateLocation(@Nullable String accountId, String region, @Nullable String roleArn) {

  /** Reached by our own identity. */
  public StateLocation(@Nullable String accountId, String region) {
    this(accountId, region, null);
  }

  public static StateLocation of(AwsSpec aws) {
    return of(Place.of(aws));
  }

  public static StateLocation of(Place place) {
    return new StateLocation(place.accountId(), place.region(), place.roleArn());
  }
}
