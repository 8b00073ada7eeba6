package io.clusterline.projection;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.BuildCancelled;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.CniReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.Evidence;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.Machine;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.Proven;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StepFinished;
import io.clusterline.spec.Cluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link BuildView} that is being changed: what each event means for it. */
final class BuildViewBuilder {

  private static final String INSTANCE = "instance/";

  private final String cluster;
  private @Nullable Instant requestedAt;
  private @Nullable Instant lastRequestAt;
  private long generation;
  private @Nullable String buildId;
  private boolean unchanged;
  private final StagesViewBuilder stages;
  private final Map<EventType, Instant> published;
  private @Nullable Cluster specification;
  private @Nullable ClusterLocation state;
  private List<Machine> machines;
  private final Map<String, Instant> launched;
  private final List<Evidence> evidence;
  private int replays;
  private @Nullable ControlPlane controlPlane;
  private List<NodeStatus> nodes;
  private @Nullable AddonsReady result;
  private @Nullable String stopped;
  private final @Nullable Long supersededBy;

  BuildViewBuilder(BuildView from) {
    cluster = from.cluster();
    requestedAt = from.requestedAt();
    lastRequestAt = from.lastRequestAt();
    generation = from.generation();
    buildId = from.buildId();
    unchanged = from.unchanged();
    stages = new StagesViewBuilder(from.stages());
    published = new EnumMap<>(EventType.class);
    published.putAll(from.published());
    specification = from.specification();
    state = from.state();
    machines = from.machines();
    launched = new HashMap<>(from.launched());
    evidence = new ArrayList<>(from.evidence());
    replays = from.replays();
    controlPlane = from.controlPlane();
    nodes = from.nodes();
    result = from.result();
    stopped = from.stopped();
    supersededBy = from.supersededBy();
  }

  BuildView view() {
    return new BuildView(
        cluster,
        requestedAt,
        lastRequestAt,
        generation,
        buildId,
        unchanged,
        stages.stages(),
        published,
        specification,
        state,
        machines,
        launched,
        evidence,
        replays,
        controlPlane,
        nodes,
        result,
        stopped,
        supersededBy);
  }

  BuildViewBuilder after(Event<?> event) {
    switch (event.data()) {
      case ClusterRequested _ -> requested(event.time());
      case ClusterAccepted e -> {
        return isAnother(event) ? accepted(event, e) : this;
      }
      case BuildCancelled e ->
          stopped(event, "cancelled by " + e.requestedBy() + ": " + e.reason());
      case RemovalAccepted e when e.order().mode() != RemovalRequest.Mode.PRUNE ->
          stopped(event, e.order().mode() + " by " + e.order().requestedBy());
      default -> ofThisBuild(event);
    }
    return this;
  }

  /**
   * The present build is shown until a request is accepted: it may be refused, or be an old one
   * that was published twice.
   */
  private void requested(Instant at) {
    lastRequestAt = at;
    requestedAt = buildId == null ? at : requestedAt;
  }

  private boolean isAnother(Event<?> event) {
    return generation(event) >= generation && !Objects.equals(event.correlationId(), buildId);
  }

  /** A build begins from nothing, when it was asked for. */
  private BuildViewBuilder accepted(Event<?> event, ClusterAccepted accepted) {
    BuildViewBuilder begun = new BuildViewBuilder(BuildView.of(cluster));
    Instant since = lastRequestAt != null ? lastRequestAt : event.time();
    begun.requestedAt = since;
    begun.generation = generation(event);
    begun.buildId = event.correlationId();
    begun.unchanged = accepted.unchanged();
    begun.specification = accepted.cluster();
    begun.launched.putAll(isDeleted() ? Map.of() : launched);
    begun.stages.apply(new StageStarted(StageName.ACCEPT, 1, List.of()), since);
    begun.stages.completeStage(StageName.ACCEPT, event.time());
    return begun;
  }

  /**
   * Every accepted request is a newer generation, and older ones end. The first such event counts.
   */
  private void stopped(Event<?> event, String why) {
    if (generation(event) > generation && buildId != null && stopped == null) {
      stopped = why.toLowerCase(Locale.ROOT);
    }
  }

  /** Then the next request is for a new cluster of that name. */
  private boolean isDeleted() {
    return stopped != null
        && stopped.startsWith(RemovalRequest.Mode.DELETE.name().toLowerCase(Locale.ROOT));
  }

  /** A refused request has no build. */
  private void ofThisBuild(Event<?> event) {
    if (buildId != null && buildId.equals(event.correlationId())) {
      stages.apply(event.data(), event.time());
      apply(event.data(), event.time());
    }
  }

  private void apply(ClusterEvent data, Instant at) {
    StageName.publisherOf(data.getClass())
        .ifPresent(stage -> published.putIfAbsent(EventType.of(data), at));
    StageName.endedBy(data).ifPresent(stage -> stages.completeStage(stage, at));
    if (data instanceof Proven ready) {
      proven(ready.evidence());
    }
    switch (data) {
      case InfraReady e -> infraReady(e);
      case MasterInitialized e -> controlPlane = e.controlPlane();
      case CniReady e -> nodes = e.nodes();
      case AddonsReady e -> {
        nodes = e.nodes();
        result = e;
      }
      case StageReplayed e -> replayed(e);
      case StepFinished e when e.step().startsWith(INSTANCE) -> machine(e, at);
      default -> {}
    }
  }

  /** A machine that a later attempt, or build, finds unchanged was launched before. */
  private void machine(StepFinished step, Instant at) {
    String node = step.step().substring(INSTANCE.length());
    Instant begin = at.minusMillis(step.millis());
    switch (step.outcome()) {
      case CREATED, CHANGED -> launched.put(node, begin);
      case UNCHANGED -> launched.putIfAbsent(node, begin);
      case REMOVED -> launched.remove(node);
      case FAILED, SKIPPED -> {}
    }
  }

  private void infraReady(InfraReady event) {
    state = stateOf(event);
    machines = event.infrastructure().machines();
  }

  private void proven(List<Evidence> more) {
    more.stream().filter(each -> !evidence.contains(each)).forEach(evidence::add);
  }

  /** What the last stage found may not be so any more. */
  private void replayed(StageReplayed event) {
    replays = Math.max(replays + 1, event.replay());
    result = event.stage().isBeside() ? result : null; // it is ready without that stage
  }

  private static ClusterLocation stateOf(InfraReady ready) {
    Infrastructure made = ready.infrastructure();
    return new ClusterLocation(
        made.accountId(), made.region(), ready.cluster().spec().aws().roleArn());
  }

  private static long generation(Event<?> event) {
    return event.generation() == null ? 0 : event.generation();
  }
}
