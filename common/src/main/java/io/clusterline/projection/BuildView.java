package io.clusterline.projection;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.Evidence;
import io.clusterline.event.Machine;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.spec.Cluster;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest build of one cluster, from the journal. Immutable: each event gives the next view.
 * Events of older builds, and repeated events, do not change it.
 *
 * @param requestedAt time of this build's request
 * @param lastRequestAt time of the cluster's last request, accepted or not
 * @param buildId null until the request was accepted
 * @param published first time of each event that a stage publishes
 * @param specification null until the request was accepted
 * @param state location of the cluster's state and secrets
 * @param machines as launched; empty until all were
 * @param launched when the machine of each node was, by the node's name; of an older build too
 * @param evidence of what is ready so far
 * @param replays how often one of its stages was replayed
 * @param nodes as the last event showed them that did; empty before the first one
 * @param stopped why it was stopped, when another request stopped it
 * @param supersededBy the newer generation, where that is shown
 */
public record BuildView(
    String cluster,
    @Nullable Instant requestedAt,
    @Nullable Instant lastRequestAt,
    long generation,
    @Nullable String buildId,
    boolean unchanged,
    Map<StageName, StageView> stages,
    Map<EventType, Instant> published,
    @Nullable Cluster specification,
    @Nullable ClusterLocation state,
    List<Machine> machines,
    Map<String, Instant> launched,
    List<Evidence> evidence,
    int replays,
    @Nullable ControlPlane controlPlane,
    List<NodeStatus> nodes,
    @Nullable AddonsReady result,
    @Nullable String stopped,
    @Nullable Long supersededBy)
    implements LineView<BuildView> {

  public BuildView {
    stages = Collections.unmodifiableMap(new EnumMap<>(stages));
    published = Map.copyOf(published);
    machines = List.copyOf(machines);
    launched = Map.copyOf(launched);
    evidence = List.copyOf(evidence);
    nodes = List.copyOf(nodes);
  }

  /** The view before the first event. */
  public static BuildView of(String cluster) {
    Map<StageName, StageView> stages = StagesViewBuilder.waiting(StageName.build());
    return new BuildView(
        cluster, null, null, 0, null, false, stages, Map.of(), null, null, List.of(), Map.of(),
        List.of(), 0, null, List.of(), null, null, null);
  }

  @Override
  public BuildView with(Event<?> event) {
    return event.subject().equals(cluster) ? new BuildViewBuilder(this).after(event).view() : this;
  }

  public StageView stage(StageName name) {
    return stages.getOrDefault(name, StageView.waiting(name));
  }

  /** Outcome of a build. */
  public enum Outcome {
    UNKNOWN,
    RUNNING,
    READY,
    FAILED,
    /** Another request stopped it before it was ready. */
    STOPPED,
    /** A newer generation was requested before it was ready. */
    SUPERSEDED
  }

  public Outcome outcome() {
    if (required().anyMatch(StageView::hasFailed)) {
      return Outcome.FAILED;
    }
    if (result != null) {
      return Outcome.READY;
    }
    if (stopped != null) {
      return Outcome.STOPPED;
    }
    if (supersededBy != null) {
      return Outcome.SUPERSEDED;
    }
    return requestedAt == null ? Outcome.UNKNOWN : Outcome.RUNNING;
  }

  @Override
  public boolean isEnded() {
    return outcome() != Outcome.UNKNOWN && outcome() != Outcome.RUNNING;
  }

  /** The same, ended by that newer generation. */
  BuildView superseded(long newer) {
    return new BuildView(
        cluster,
        requestedAt,
        lastRequestAt,
        generation,
        buildId,
        unchanged,
        stages,
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
        newer);
  }

  /** The machines' types by name: as launched, or as the specification prefers. */
  public Map<String, String> machineTypes() {
    Map<String, String> types = new LinkedHashMap<>();
    if (specification != null) {
      specification.spec().nodes().forEach(node -> types.put(node.name(), node.preferredType()));
    }
    machines.forEach(machine -> types.put(machine.name(), machine.type()));
    return types;
  }

  /** The failure that ended it. */
  public Optional<StageFailed> failure() {
    return failure(required());
  }

  /** The failure of a stage that it is ready without. */
  public Optional<StageFailed> failureBeside() {
    return failure(stages.values().stream().filter(stage -> stage.name().isBeside()));
  }

  private static Optional<StageFailed> failure(Stream<StageView> stages) {
    return stages.map(StageView::failure).filter(Objects::nonNull).findFirst();
  }

  /** The stages that it is not ready without. */
  Stream<StageView> required() {
    return stages.values().stream().filter(stage -> !stage.name().isBeside());
  }

  @Override
  public Optional<Instant> end() {
    return isEnded() ? LineView.lastEnd(required()) : Optional.empty();
  }
}
