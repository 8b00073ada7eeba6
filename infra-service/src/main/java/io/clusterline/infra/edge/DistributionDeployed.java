package io.clusterline.infra.edge;

import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;

/** The distribution is deployed to all of CloudFront's locations. */
public record DistributionDeployed(Distribution distribution, Duration within)
    implements Step<Aws, String> {

  static final String DEPLOYED = "Deployed";

  public static final Kind<Aws, String> KIND =
      Kind.withoutResource("distribution-deployed", String.class);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return distribution.key();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(Aws aws) {
    return status(aws).equals(DEPLOYED) ? Found.inSync(DEPLOYED) : Found.missing();
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return Wait.until("the distribution is deployed")
        .within(within)
        .atMostEvery(PAUSE)
        .reporting(aws::report)
        .poll(() -> {
          String status = status(aws);
          return status.equals(DEPLOYED) ? Seen.yes(status) : Seen.notYet(status);
        });
  }

  private String status(Aws aws) {
    return Distribution.get(aws, aws.output(distribution).id())
        .map(present -> present.distribution().status())
        .orElse("it is not there");
  }
}
