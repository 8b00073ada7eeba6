package io.clusterline.infra.edge;

import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;

/**
 * The bucket of the images is there. The infra stage makes it and owns it; its failure ends the
 * wait.
 */
public record OriginBucket(Duration within) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND = Kind.withoutResource("origin-bucket", String.class);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "images";
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(Aws aws) {
    return MediaBucket.findOwned(aws).map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return Wait.until("stage " + StageName.INFRA + " has made the bucket of the images")
        .within(within)
        .reporting(aws::report)
        .poll(() -> check(aws));
  }

  private static Seen<String> check(Aws aws) {
    aws.failure(StageName.INFRA).ifPresent(OriginBucket::failBecauseOf);
    return MediaBucket.findOwned(aws).map(Seen::yes).orElseGet(() -> Seen.notYet("none"));
  }

  private static void failBecauseOf(StageFailed infra) {
    throw new ClusterlineException(
        ErrorCode.PREVIOUS_STAGE_FAILED,
        "stage %s failed: %s: %s".formatted(StageName.INFRA, infra.code(), infra.message()));
  }
}
