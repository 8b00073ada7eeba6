package io.clusterline.infra;

import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.infra.aws.AwsSettings.Limit;
import io.clusterline.testkit.AwsStandIn;
import java.util.Map;

/**
 * Settings for tests that look at many records: Route 53 takes five calls per second from an
 * account, and the stand-in as many as come.
 */
public final class RaisedLimits {

  private RaisedLimits() {}

  public static AwsSettings ofRoute53() {
    AwsSettings usual = AwsSettings.at(AwsStandIn.shared().endpoint());
    return new AwsSettings(
        usual.endpoint(),
        usual.retry(),
        usual.breaker(),
        Map.of("All", new Limit(1_000, 1_000)),
        usual.limitPatience(),
        usual.permissionsBoundary(),
        usual.externalId());
  }
}
