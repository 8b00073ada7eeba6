package io.clusterline.testkit;

import io.clusterline.Json;
import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterReady;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.CniApplied;
import io.clusterline.event.CniReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.EdgeReady;
import io.clusterline.event.Event;
import io.clusterline.event.Evidence;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.IngressReady;
import io.clusterline.event.Machine;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import io.clusterline.projection.BuildView;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the events of a build for tests. Times are seconds after the request. */
public final class Story {

  public static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Cluster CLUSTER = SampleClusters.small();

  private static final List<NodeStatus> NODES =
      List.of(
          new NodeStatus(
              "k8s-master", true, "control-plane", "v1.36.3", "10.0.1.4", "aws:///a/i-1"),
          new NodeStatus("worker-1", true, "", "v1.36.3", "10.0.1.5", "aws:///a/i-2"));

  private final List<Event<?>> events = new ArrayList<>();
  private final String buildId;
  private final long generation;
  private final @Nullable String causation;

  public Story(long generation) {
    this(generation, null);
  }

  /**
   * @param causation the request that it answers
   */
  public Story(long generation, @Nullable String causation) {
    this.generation = generation;
    this.causation = causation;
    this.buildId = "build-" + generation;
  }

  /** The cluster's name. */
  public static String name() {
    return CLUSTER.name();
  }

  public static Cluster cluster() {
    return CLUSTER;
  }

  public List<Event<?>> events() {
    return events;
  }

  public BuildView view() {
    return fold(BuildView.of(name()));
  }

  public BuildView fold(BuildView view) {
    BuildView folded = view;
    for (Event<?> event : events) {
      folded = folded.with(event);
    }
    return folded;
  }

  public Story requested(double at) {
    events.add(event(at, null, ClusterRequested.of(Json.MAPPER.createObjectNode())));
    return this;
  }

  public Story accepted(double at) {
    return add(at, new ClusterAccepted(CLUSTER, false));
  }

  public Story started(double at, StageName stage, PlannedStep... steps) {
    return add(at, new StageStarted(stage, 1, List.of(steps)));
  }

  /** A later attempt at the stage begins. */
  public Story startedAgain(double at, int attempt, StageName stage, PlannedStep... steps) {
    return add(at, new StageStarted(stage, attempt, List.of(steps)));
  }

  public Story replayed(double at, StageName stage) {
    return add(
        at, new StageReplayed(stage, null, "letter-1", 1, List.of(), "mended", "an engineer"));
  }

  public static PlannedStep step(String address, String... dependsOn) {
    return new PlannedStep(address, List.of(dependsOn));
  }

  /** A step that ran from then to then. */
  public Story ran(StageName stage, String step, double from, double to) {
    add(from, new StepStarted(stage, step, 1));
    long millis = Math.round((to - from) * 1000);
    return add(to, new StepFinished(stage, step, Outcome.CREATED, 50, millis, ""));
  }

  public Story running(StageName stage, String step, double from, String message) {
    add(from, new StepStarted(stage, step, 1));
    return add(from, new StepProgressed(stage, step, 10, message));
  }

  public Story unchanged(double at, StageName stage, String step) {
    add(at, new StepStarted(stage, step, 1));
    return add(at, new StepFinished(stage, step, Outcome.UNCHANGED, 50, 10, ""));
  }

  /** A step has ended that way. */
  public Story ended(double at, StageName stage, String step, Outcome outcome) {
    return add(at, new StepFinished(stage, step, outcome, 50, 10, ""));
  }

  /** A step failed, and its stage says later what follows. */
  public Story failedStep(double at, StageName stage, String step, String code, String message) {
    return add(at, new StepFinished(stage, step, Outcome.FAILED, 50, 100, code + ": " + message));
  }

  public Story remarked(double at, StageName stage, String step, String remark) {
    add(at, new StepStarted(stage, step, 1));
    return add(at, new StepFinished(stage, step, Outcome.UNCHANGED, 50, 10, remark));
  }

  public Story failed(double at, StageName stage, String step, String code, String message) {
    failedStep(at, stage, step, code, message);
    StepFailure failure = new StepFailure(step, code, message, List.of("last line"));
    return failed(at, stage, code, message, "letter-1", List.of(failure));
  }

  /** A stage failed, and its trigger rests under that id. */
  public Story failedStage(double at, StageName stage, String code, String letter) {
    return failed(at, stage, code, code, letter, List.of());
  }

  private Story failed(
      double at,
      StageName stage,
      String code,
      String message,
      String letter,
      List<StepFailure> failures) {
    return add(
        at,
        new StageFailed(
            stage,
            code,
            message,
            "Do this.",
            true,
            3,
            failures,
            List.of(),
            List.of(),
            null,
            letter));
  }

  /** Instead of a build. */
  public Story refused(double at, String code, Finding... findings) {
    RequestRefused refused =
        new RequestRefused(
            "ClusterRequested", code, "2 findings", "Correct them.", List.of(findings));
    events.add(event(at, null, refused));
    return this;
  }

  /** An attempt failed, and another one follows at that time. */
  public Story waiting(double at, StageName stage, String code, double until) {
    Instant next = BEGIN.plusMillis(Math.round(until * 1000));
    return add(at, new StageWaiting(stage, 1, 5, code, "slow down", next));
  }

  /** As published by services before RequestRefused existed. */
  public Story refusedByTheStage(double at) {
    StageFailed failed =
        new StageFailed(
            StageName.ACCEPT,
            "INVALID_SPECIFICATION",
            "2 findings",
            "Correct them.",
            false,
            1,
            List.of(),
            List.of(),
            List.of(),
            null,
            "letter-1");
    events.add(event(at, null, failed));
    return this;
  }

  public Story infraReady(double at) {
    return add(at, new InfraReady(CLUSTER, infrastructure()));
  }

  /** The infrastructure is ready, with these machines. */
  public Story infraReady(double at, List<Machine> machines) {
    Infrastructure ready = SampleInfrastructure.of("ap-northeast-2", "ssh", machines);
    return add(at, new InfraReady(CLUSTER, ready));
  }

  public Story masterInitialized(double at) {
    return add(at, new MasterInitialized(CLUSTER, infrastructure(), controlPlane()));
  }

  /** The API server answers, with certificates that end then; null: nobody has read them. */
  public Story masterInitialized(double at, @Nullable Instant certificatesExpireAt) {
    ControlPlane read = SampleInfrastructure.controlPlane("kubeconfig", certificatesExpireAt);
    return add(at, new MasterInitialized(CLUSTER, infrastructure(), read));
  }

  public Story nodesJoined(double at) {
    return add(at, new NodesJoined(CLUSTER, infrastructure(), controlPlane(), List.of()));
  }

  public Story cniApplied(double at) {
    return add(at, new CniApplied(CLUSTER, "calico", "v3.31.2"));
  }

  public Story cniReady(double at) {
    return add(at, new CniReady(CLUSTER, infrastructure(), controlPlane(), NODES, List.of()));
  }

  public Story addonsReady(double at) {
    List<AddonStatus> addons =
        List.of(
            new AddonStatus(
                "cert-manager",
                "cert-manager",
                "1.20.0",
                "v1.20.0",
                true,
                "3/3 workloads available",
                Evidence.How.SIMULATED));
    return add(
        at, new AddonsReady(CLUSTER, controlPlane(), NODES, addons, null, List.of(), List.of()));
  }

  public Story edgeReady(double at) {
    return add(at, new EdgeReady(CLUSTER, null, List.of()));
  }

  public Story ingressReady(double at) {
    return add(at, new IngressReady(CLUSTER, null, List.of()));
  }

  public Story clusterReady(double at) {
    return add(at, new ClusterReady(CLUSTER, List.of(), List.of()));
  }

  private Story add(double at, ClusterEvent data) {
    events.add(event(at, buildId, data));
    return this;
  }

  private Event<?> event(double at, @Nullable String correlation, ClusterEvent data) {
    return new Event<>(
        "event-" + generation + "-" + events.size(),
        "/test",
        name(),
        BEGIN.plusMillis(Math.round(at * 1000)),
        correlation == null ? null : "uid",
        correlation == null ? null : generation,
        correlation,
        causation,
        null,
        data);
  }

  private static Infrastructure infrastructure() {
    return SampleInfrastructure.of("ssh");
  }

  private static ControlPlane controlPlane() {
    return SampleInfrastructure.controlPlane("kubeconfig");
  }
}
