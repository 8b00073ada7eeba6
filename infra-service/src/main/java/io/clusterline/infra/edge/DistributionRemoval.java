package io.clusterline.infra.edge;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.edge.Distribution.Made;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;

/**
 * Deletes a distribution, by its id: disables it, waits until that is deployed, deletes it. AWS
 * takes up to twenty minutes.
 */
final class DistributionRemoval {

  /** With some room for what comes before and after the wait. */
  static final Duration LIMIT = Duration.ofMinutes(42);

  private static final Duration GONE_WITHIN = Duration.ofMinutes(40);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private DistributionRemoval() {}

  static void delete(Aws aws, Made made) {
    Wait.until("distribution " + made.id() + " is disabled, deployed and gone")
        .within(GONE_WITHIN)
        .atMostEvery(PAUSE)
        .reporting(aws::report)
        .poll(() -> tryOnce(aws, made.id()));
  }

  /** Somebody may change it at the same time: then its ETag is another one, and it is read anew. */
  private static Seen<Boolean> tryOnce(Aws aws, String id) {
    var present = Distribution.get(aws, id);
    if (present.isEmpty()) {
      return Seen.yes(true);
    }
    try {
      return next(aws, id, present.get());
    } catch (AwsCallException e) {
      if (!e.is("PreconditionFailed", "InvalidIfMatchVersion", "DistributionNotDisabled")) {
        throw e;
      }
      return Seen.notYet(e.awsCode());
    }
  }

  private static Seen<Boolean> next(Aws aws, String id, GetDistributionResponse present) {
    if (present.distribution().distributionConfig().enabled()) {
      disable(aws, id, present);
      return Seen.notYet("it is being disabled");
    }
    String status = present.distribution().status();
    if (!status.equals(DistributionDeployed.DEPLOYED)) {
      return Seen.notYet("disabled, " + status);
    }
    Deletions.ignoreNotFound(
        () -> aws.cloudFront(c -> c.deleteDistribution(r -> r.id(id).ifMatch(present.eTag()))));
    return Seen.yes(true);
  }

  private static void disable(Aws aws, String id, GetDistributionResponse present) {
    var config = present.distribution().distributionConfig().toBuilder().enabled(false).build();
    Deletions.ignoreNotFound(() ->
        aws.cloudFront(c ->
            c.updateDistribution(
                r -> r.id(id).ifMatch(present.eTag()).distributionConfig(config))));
  }
}
