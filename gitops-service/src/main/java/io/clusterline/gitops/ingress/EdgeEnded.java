package io.clusterline.gitops.ingress;

import io.clusterline.event.Edge;
import io.clusterline.event.EdgeReady;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.Optional;

/**
 * The certificates, as the stage that issues them has recorded them. It may end before this stage
 * or after it; its failure ends the wait.
 *
 * @param stage that one
 */
public record EdgeEnded(StageName stage, Duration within) implements Step<FrontContext, Edge> {

  public static final Kind<FrontContext, Edge> KIND = Kind.withoutResource("edge", Edge.class);

  @Override
  public Kind<FrontContext, Edge> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return stage.toString();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<Edge> find(FrontContext front) {
    return recorded(front).map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Edge apply(FrontContext front, Found<Edge> found) {
    return Wait.until("stage " + stage + " has ended")
        .within(within)
        .reporting(front::report)
        .poll(() -> check(front));
  }

  private Seen<Edge> check(FrontContext front) {
    front.failure(stage).ifPresent(this::failBecauseOf);
    return recorded(front).map(Seen::yes).orElseGet(() -> Seen.notYet("it goes on"));
  }

  private Optional<Edge> recorded(FrontContext front) {
    return front.result(stage).map(EdgeReady.class::cast).map(this::edge);
  }

  private Edge edge(EdgeReady ready) {
    if (ready.edge() == null) {
      throw new ClusterlineException(
          ErrorCode.PREVIOUS_STAGE_FAILED, stage + " has ended without a certificate");
    }
    return ready.edge();
  }

  private void failBecauseOf(StageFailed failed) {
    throw new ClusterlineException(
        ErrorCode.PREVIOUS_STAGE_FAILED,
        "stage %s failed: %s: %s".formatted(stage, failed.code(), failed.message()));
  }
}
