package io.clusterline.console.browser;

import io.clusterline.Json;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.Evidence;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.event.StepStarted;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build that failed, one that is ready, and a removal: what a page shows beside running builds.
 */
final class EndedLines {

  private static final String FAILED_STEP = "joined-node/worker-1";

  /** Each event comes a second after the one before it. */
  private final Instant begin = Instant.now().minusSeconds(3_600);

  private final List<Event<?>> events = new ArrayList<>();

  /** Their events, in the journal's order. */
  static List<Event<?>> events() {
    EndedLines lines = new EndedLines();
    lines.failed(SampleClusters.small("with-failure"));
    lines.ready(SampleClusters.small("with-everything"));
    lines.removed(SampleClusters.small("with-removal"));
    return lines.events;
  }

  private void accepted(Cluster cluster) {
    add(cluster, null, ClusterRequested.of(Json.MAPPER.createObjectNode()));
    add(cluster, "build", new ClusterAccepted(cluster, false));
  }

  private void failed(Cluster cluster) {
    accepted(cluster);
    stage(cluster, "build", StageName.INFRA, "vpc/main", Outcome.CREATED);
    stage(cluster, "build", StageName.BOOTSTRAP, FAILED_STEP, Outcome.FAILED);
    StepFailure step =
        new StepFailure(FAILED_STEP, "SSH_TIMEOUT", "no answer", List.of("line 1", "line 2"));
    Finding finding = new Finding("spec.nodes[1].diskGiB", "8", "too small", "Set 20 or more.");
    add(
        cluster,
        "build",
        new StageFailed(
            StageName.BOOTSTRAP,
            "SSH_TIMEOUT",
            "no answer of worker-1",
            "Open port 22, then replay the stage.",
            true,
            5,
            List.of(step),
            List.of(),
            List.of(finding),
            null,
            "0d4c1d0e-0000-4000-8000-000000000001"));
  }

  private void ready(Cluster cluster) {
    accepted(cluster);
    stage(cluster, "build", StageName.INFRA, "vpc/main", Outcome.CREATED);
    stage(cluster, "build", StageName.ADDONS, "addon/cert-manager", Outcome.CREATED);
    List<Evidence> evidence =
        List.of(
            new Evidence("every node is Ready", Evidence.How.EXECUTED, "3/3"),
            new Evidence("cert-manager is available", Evidence.How.SIMULATED, "3/3 workloads"),
            new Evidence("traffic from outside", Evidence.How.SKIPPED, "no domain"));
    add(
        cluster,
        "build",
        new AddonsReady(
            cluster,
            SampleInfrastructure.controlPlane("kubeconfig"),
            List.of(),
            List.of(),
            null,
            List.of(),
            evidence));
  }

  private void removed(Cluster cluster) {
    ready(cluster);
    RemovalRequest order =
        new RemovalRequest(RemovalRequest.Mode.DELETE, 2, 1, "not needed", "an engineer");
    add(cluster, "removal", new RemovalAccepted(cluster, order));
    stage(cluster, "removal", StageName.ADDONS_REMOVAL, "addon/cert-manager", Outcome.REMOVED);
  }

  private void stage(Cluster cluster, String work, StageName stage, String step, Outcome outcome) {
    add(cluster, work, new StageStarted(stage, 1, List.of(new PlannedStep(step, List.of()))));
    add(cluster, work, new StepStarted(stage, step, 1));
    add(cluster, work, new StepFinished(stage, step, outcome, 50, 100, ""));
  }

  private void add(Cluster cluster, @Nullable String work, ClusterEvent data) {
    boolean isRemoval = "removal".equals(work);
    events.add(
        new Event<>(
            cluster.name() + "-" + events.size(),
            "/test",
            cluster.name(),
            begin.plusSeconds(events.size()),
            work == null ? null : "uid-" + cluster.name(),
            work == null ? null : isRemoval ? 2L : 1L,
            work == null ? null : work + "-" + cluster.name(),
            null,
            null,
            data));
  }
}
