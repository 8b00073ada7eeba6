package io.clusterline.cli.view;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.BuildCancelled;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.CniApplied;
import io.clusterline.event.CniReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Event;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalOrder;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import io.clusterline.state.StateLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest build of one cluster as the journal tells. Immutable: each event gives the next view.
 * Events of older builds, and events told twice, leave it as it is.
 *
 * @param requestedAt when somebody asked for this build
 * @param lastRequestAt when somebody last asked for the cluster, accepted or not
 * @param buildId null until the request was accepted
 * @param masterAt when the API server first answered
 * @param state where what the line remembers of the cluster is, its secrets included
 * @param stopped why it goes no further, when somebody wished something else of the cluster
 */
public record BuildView(
    String cluster,
    @Nullable Instant requestedAt,
    @Nullable Instant lastRequestAt,
    long generation,
    @Nullable String buildId,
    boolean unchanged,
    Map<StageName, StageView> stages,
    @Nullable Instant masterAt,
    @Nullable StateLocation state,
    @Nullable ControlPlane controlPlane,
    @Nullable AddonsReady result,
    @Nullable String stopped)
    implements LineView<BuildView> {

  public BuildView {
    stages = Collections.unmodifiableMap(new EnumMap<>(stages));
  }

  /** Nothing is known of that cluster yet. */
  public static BuildView of(String cluster) {
    Map<StageName, StageView> stages = new EnumMap<>(StageName.class);
    for (StageName stage : StageName.build()) {
      stages.put(stage, StageView.waiting(stage));
    }
    return new BuildView(cluster, null, null, 0, null, false, stages, null, null, null, null, null);
  }

  @Override
  public BuildView with(Event<?> event) {
    if (!event.subject().equals(cluster)) {
      return this;
    }
    return switch (event.data()) {
      case ClusterRequested request -> requested(event.time());
      case ClusterAccepted accepted -> accepted(event, accepted);
      case BuildCancelled e ->
          stopped(event, "cancelled by " + e.requestedBy() + ": " + e.reason());
      case RemovalAccepted e when e.order().mode() != RemovalOrder.Mode.PRUNE ->
          stopped(event, e.order().mode() + " by " + e.order().requestedBy());
      default -> isOfThisBuild(event) ? with(event.data(), event.time()) : this;
    };
  }

  /** A refused request has no build: its failure is shown only while there is none at all. */
  private boolean isOfThisBuild(Event<?> event) {
    return Objects.equals(event.correlationId(), buildId);
  }

  /**
   * What stands is shown until a request is accepted: it may be refused, or be an old one told
   * twice.
   */
  private BuildView requested(Instant at) {
    return change(view -> {
      view.lastRequestAt = at;
      view.requestedAt = buildId == null ? at : requestedAt;
    });
  }

  /**
   * Every wish is a newer generation; what is older goes no further. The first to say so counts.
   */
  private BuildView stopped(Event<?> event, String why) {
    boolean newer = event.generation() != null && event.generation() > generation;
    return newer && buildId != null && stopped == null
        ? change(view -> view.stopped = why.toLowerCase(Locale.ROOT))
        : this;
  }

  private BuildView accepted(Event<?> event, ClusterAccepted accepted) {
    long accepting = event.generation() == null ? 0 : event.generation();
    if (accepting < generation || String.valueOf(event.correlationId()).equals(buildId)) {
      return this;
    }
    Instant since = lastRequestAt != null ? lastRequestAt : event.time();
    return of(cluster)
        .change(view -> {
          view.requestedAt = since;
          view.generation = accepting;
          view.buildId = event.correlationId();
          view.unchanged = accepted.unchanged();
        })
        .stage(StageName.ACCEPT, stage -> stage.started(noSteps(), since).ended(event.time()));
  }

  private static StageStarted noSteps() {
    return new StageStarted(StageName.ACCEPT, 1, java.util.List.of());
  }

  private static StateLocation stateOf(InfraReady ready) {
    Infrastructure made = ready.infrastructure();
    return new StateLocation(
        made.accountId(), made.region(), ready.cluster().spec().aws().roleArn());
  }

  private BuildView with(ClusterEvent data, Instant at) {
    return switch (data) {
      case StageStarted e -> stage(e.stage(), stage -> stage.started(e, at));
      case StepStarted e -> step(e.stage(), e.step(), step -> step.started(at));
      case StepProgressed e -> step(e.stage(), e.step(), step -> step.progressed(e.message()));
      case StepFinished e -> step(e.stage(), e.step(), step -> step.finished(e));
      case StageFailed e -> stage(e.stage(), stage -> stage.failed(e, at));
      case InfraReady e -> ended(StageName.INFRA, at).change(view -> view.state = stateOf(e));
      case MasterInitialized e ->
          change(view -> {
            view.masterAt = view.masterAt == null ? at : view.masterAt;
            view.controlPlane = e.controlPlane();
          });
      case NodesJoined e -> ended(StageName.BOOTSTRAP, at);
      case CniApplied e -> ended(StageName.CNI, at);
      case CniReady e -> ended(StageName.NETWORK, at);
      case AddonsReady e -> ended(StageName.ADDONS, at).change(view -> view.result = e);
      default -> this;
    };
  }

  /** A stored result may be published again: the first time counts. */
  private BuildView ended(StageName name, Instant at) {
    return stage(name, stage -> stage.isComplete() ? stage : stage.ended(at));
  }

  private BuildView step(StageName stage, String address, UnaryOperator<StepView> change) {
    return stage(stage, view -> view.step(address, change));
  }

  /** A pruning belongs to the build, and does not make it another. */
  private BuildView stage(StageName name, UnaryOperator<StageView> change) {
    if (name.isRemoval()) {
      return this;
    }
    return change(
        view -> view.stages.compute(name, (key, stage) -> change.apply(known(key, stage))));
  }

  private static StageView known(StageName name, @Nullable StageView stage) {
    return stage == null ? StageView.waiting(name) : stage;
  }

  private BuildView change(java.util.function.Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.view();
  }

  public StageView stage(StageName name) {
    return known(name, stages.get(name));
  }

  /** How it stands. */
  public enum Outcome {
    UNKNOWN,
    RUNNING,
    READY,
    FAILED,
    /** Somebody wished something else before it was ready. */
    STOPPED
  }

  public Outcome outcome() {
    if (stages.values().stream().anyMatch(StageView::hasFailed)) {
      return Outcome.FAILED;
    }
    if (result != null) {
      return Outcome.READY;
    }
    if (stopped != null) {
      return Outcome.STOPPED;
    }
    return requestedAt == null ? Outcome.UNKNOWN : Outcome.RUNNING;
  }

  @Override
  public boolean isOver() {
    return outcome() != Outcome.UNKNOWN && outcome() != Outcome.RUNNING;
  }

  public Optional<StageFailed> failure() {
    return stages.values().stream().map(StageView::failure).filter(Objects::nonNull).findFirst();
  }

  /** From the request to the last stage's end, or to now. */
  @Override
  public Duration elapsed(Instant now) {
    if (requestedAt == null) {
      return Duration.ZERO;
    }
    Instant end =
        isOver()
            ? stages.values().stream()
                .map(StageView::endedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(now)
            : now;
    return Duration.between(requestedAt, end);
  }
}
