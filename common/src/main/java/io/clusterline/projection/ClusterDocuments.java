package io.clusterline.projection;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageWaiting;
import io.clusterline.projection.ClusterDocument.Failure;
import io.clusterline.projection.ClusterDocument.Node;
import io.clusterline.projection.ClusterDocument.NodePhaseTimes;
import io.clusterline.projection.ClusterDocument.RefusalText;
import io.clusterline.projection.ClusterDocument.Retry;
import io.clusterline.projection.ClusterDocument.Stage;
import io.clusterline.projection.ClusterDocument.Step;
import io.clusterline.projection.ClusterDocument.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes clusters of a {@link Projection} as {@link ClusterDocument}s. */
public final class ClusterDocuments {

  private final Projection projection;

  public ClusterDocuments(Projection projection) {
    this.projection = projection;
  }

  /** Every cluster, by name. */
  public List<ClusterDocument> all(Instant now) {
    return projection.clusters().stream().map(view -> document(view, now)).toList();
  }

  /** One cluster of the projection. */
  public ClusterDocument document(ClusterView view, Instant now) {
    LineView<?> work = view.current();
    BuildView build = view.build();
    ClusterLocation location = view.location();
    return new ClusterDocument(
        key(view),
        view.name(),
        location == null ? null : location.region(),
        location == null ? null : location.accountId(),
        view.uid(),
        work.generation(),
        work instanceof RemovalView ? "removal" : "build",
        view.phase().toString(),
        build.buildId(),
        work.requestedAt(),
        work.end().orElse(null),
        now,
        eta(work, now),
        expected(work),
        Progress.of(work),
        build.replays(),
        work.stages().values().stream().map(stage -> stage(work, stage)).toList(),
        NodeView.of(build).stream().map(ClusterDocuments::node).toList(),
        CriticalPath.of(build).stream().map(each -> each.stage() + "/" + each.step()).toList(),
        waitsFor(work),
        build.evidence(),
        CostView.of(view, now).orElse(null),
        refusal(view.refusal()),
        view.phase() == ClusterView.Phase.REMOVED ? null : view.certificatesExpireAt());
  }

  /** The same for a cluster in each of its events. */
  public static String key(ClusterView view) {
    ClusterLocation location = view.location();
    return location == null
        ? view.name()
        : view.name()
            + "@"
            + location.region()
            + (location.accountId() == null ? "" : ":" + location.accountId());
  }

  private @Nullable Double eta(LineView<?> work, Instant now) {
    return work instanceof BuildView build
        ? Eta.of(build, projection.history(build), now).map(ClusterDocuments::seconds).orElse(null)
        : null;
  }

  private @Nullable Double expected(LineView<?> work) {
    return work instanceof BuildView build
        ? projection.history(build).total().map(ClusterDocuments::seconds).orElse(null)
        : null;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Stage stage(LineView<?> work, StageView stage) {
    Map<String, Step> steps = new LinkedHashMap<>();
    stage.steps().forEach((address, step) -> steps.put(address, step(step)));
    return new Stage(
        stage.name().toString(),
        stage.name().service(),
        stage.name().isBeside(),
        stage.state().toString(),
        stage.attempt(),
        stage.startedAt(),
        stage.endedAt(),
        stage.percent(),
        retry(stage.waiting()),
        failure(work, stage.failure()),
        steps);
  }

  private static Step step(StepView step) {
    return new Step(
        step.stateName(),
        step.dependsOn(),
        step.startedAt(),
        step.endedAt(),
        step.message().isEmpty() ? null : step.message());
  }

  private static @Nullable Retry retry(@Nullable StageWaiting waiting) {
    return waiting == null
        ? null
        : new Retry(
            waiting.attempt(),
            waiting.attempts(),
            waiting.code(),
            waiting.message(),
            waiting.until());
  }

  private static @Nullable Failure failure(LineView<?> work, @Nullable StageFailed failed) {
    return failed == null
        ? null
        : new Failure(
            failed.code(),
            failed.message(),
            failed.fix(),
            ReplayCommand.of(work, failed).orElse(null),
            failed.failures(),
            failed.findings());
  }

  private static Node node(NodeView node) {
    List<NodePhaseTimes> phases = new ArrayList<>();
    node.phases()
        .forEach((phase, how) ->
            phases.add(
                new NodePhaseTimes(
                    phase.toString(), how.state().toString(), how.startedAt(), how.endedAt())));
    return new Node(node.name(), node.type(), phases);
  }

  private static List<Waiting> waitsFor(LineView<?> work) {
    List<Waiting> waits = new ArrayList<>();
    for (StageView stage : work.stages().values()) {
      for (StepView step : stage.runningSteps()) {
        Instant since = step.startedAt();
        if (since != null && !step.message().isEmpty()) {
          waits.add(new Waiting(stage.name().toString(), step.address(), since, step.message()));
        }
      }
    }
    waits.sort(Comparator.comparing(Waiting::since));
    return waits;
  }

  private static @Nullable RefusalText refusal(@Nullable Refusal refusal) {
    return refusal == null ? null : new RefusalText(refusal.at(), refusal.reason(), refusal.fix());
  }
}
