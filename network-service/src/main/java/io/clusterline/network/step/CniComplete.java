package io.clusterline.network.step;

import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;

/** Stage cni is complete: Calico's objects are in the API server. Its failure ends the wait. */
public record CniComplete(Duration within) implements Step<ClusterNetwork, String> {

  public static final Kind<ClusterNetwork, String> KIND =
      Kind.withoutResource("cni-complete", String.class);

  private static final Duration OFTEN = Duration.ofMillis(500);

  @Override
  public Kind<ClusterNetwork, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "calico";
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(ClusterNetwork network) {
    return network.completed(StageName.CNI) ? Found.inSync("complete") : Found.missing();
  }

  @Override
  public String apply(ClusterNetwork network, Found<String> found) {
    return Wait.until("stage " + StageName.CNI + " is complete")
        .within(within)
        .atMostEvery(OFTEN)
        .reporting(network::report)
        .poll(() -> checkComplete(network));
  }

  /** A stage that has failed is not waited for: without a replay it will not complete. */
  private static Seen<String> checkComplete(ClusterNetwork network) {
    network.failure(StageName.CNI).ifPresent(CniComplete::failBecauseOf);
    return network.completed(StageName.CNI)
        ? Seen.yes("complete")
        : Seen.notYet("its record differs; see `clusterline get`");
  }

  private static void failBecauseOf(StageFailed cni) {
    throw new ClusterlineException(
        ErrorCode.PREVIOUS_STAGE_FAILED,
        "stage " + StageName.CNI + " failed: " + cni.code() + ": " + cni.message());
  }
}
