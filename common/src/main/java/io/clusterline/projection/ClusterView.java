package io.clusterline.projection;

import io.clusterline.event.BuildCancelled;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a cluster, from the whole journal: its newest build and its newest removal.
 *
 * @param uid of the cluster that has the name now, once one was accepted
 * @param location of the cluster, once it was accepted
 * @param refusal of the last request, while no later one was accepted
 * @param openRequest the id of the last request, while nothing has answered it
 * @param certificatesExpireAt when the first of its certificates expires, as the newest build that
 *     came so far has read it; null while none has
 */
public record ClusterView(
    BuildView build,
    RemovalView removal,
    @Nullable String uid,
    @Nullable ClusterLocation location,
    @Nullable Refusal refusal,
    @Nullable String openRequest,
    @Nullable Instant certificatesExpireAt) {

  /** Result of the newest request. */
  public enum Phase {
    UNKNOWN,
    /** Requested, and not answered yet. */
    REQUESTED,
    BUILDING,
    READY,
    FAILED,
    /** Stopped on request: its resources still exist and cost money. */
    STOPPED,
    REMOVING,
    REMOVED;

    /** Whether it has ended without a further request. */
    public boolean isOver() {
      return switch (this) {
        case READY, FAILED, STOPPED, REMOVED -> true;
        case UNKNOWN, REQUESTED, BUILDING, REMOVING -> false;
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static ClusterView of(String cluster) {
    return new ClusterView(
        BuildView.of(cluster), RemovalView.of(cluster), null, null, null, null, null);
  }

  public String name() {
    return build.cluster();
  }

  /** The view after that event. A refusal is only remembered. */
  public ClusterView with(Event<?> event) {
    return Refusal.find(event).map(this::refused).orElseGet(() -> after(event));
  }

  private ClusterView refused(Refusal refused) {
    boolean answered = openRequest == null || openRequest.equals(refused.requestId());
    return new ClusterView(
        build,
        removal,
        uid,
        location,
        refused,
        answered ? null : openRequest,
        certificatesExpireAt);
  }

  private ClusterView after(Event<?> event) {
    return new ClusterView(
        build.with(event),
        removal.with(event),
        event.clusterUid() == null ? uid : event.clusterUid(),
        locationAfter(event),
        isDecision(event) ? null : refusal,
        isRequest(event) ? event.id() : isDecision(event) ? null : openRequest,
        certificatesAfter(event));
  }

  /** A later build reads them again; another cluster of the same name has its own. */
  private @Nullable Instant certificatesAfter(Event<?> event) {
    if (event.data() instanceof MasterInitialized e) {
      return e.controlPlane().certificatesExpireAt();
    }
    boolean isAnother = event.clusterUid() != null && !event.clusterUid().equals(uid);
    return isAnother ? null : certificatesExpireAt;
  }

  private @Nullable ClusterLocation locationAfter(Event<?> event) {
    return switch (event.data()) {
      case ClusterAccepted e -> ClusterLocation.of(e.cluster().spec().aws());
      case RemovalAccepted e -> ClusterLocation.of(e.cluster().spec().aws());
      case ClusterRequested e when location == null ->
          ClusterViews.inSpecification(e.cluster()).orElse(null);
      default -> location;
    };
  }

  /** Whether the event is a request, which the accept stage answers. */
  public static boolean isRequest(Event<?> event) {
    return event.data() instanceof ClusterRequested
        || event.data() instanceof ClusterDeletionRequested
        || event.data() instanceof CancellationRequested;
  }

  /** Whether the event accepts a request, and so starts the next generation. */
  public static boolean isDecision(Event<?> event) {
    return switch (event.data()) {
      case ClusterAccepted _, BuildCancelled _ -> true;
      case RemovalAccepted e -> e.order().mode() != RemovalRequest.Mode.PRUNE;
      default -> false;
    };
  }

  /** The same, its build superseded by a newer generation of another request. */
  public ClusterView supersededBy(long generation) {
    return new ClusterView(
        build.superseded(generation),
        removal,
        uid,
        location,
        refusal,
        openRequest,
        certificatesExpireAt);
  }

  /** Whether there is, or was, such a cluster: not when the first request for it was refused. */
  public boolean isKnown() {
    return uid != null || openRequest != null;
  }

  /** Whether the newest request was a removal. */
  public boolean isRemoval() {
    return removal.correlationId() != null
        && !removal.isPruning()
        && removal.generation() > build.generation();
  }

  public Phase phase() {
    return isRemoval() ? removalPhase() : buildPhase();
  }

  private Phase buildPhase() {
    return switch (build.outcome()) {
      case UNKNOWN -> Phase.UNKNOWN;
      case RUNNING -> build.buildId() == null ? requestPhase() : Phase.BUILDING;
      case READY -> Phase.READY;
      case FAILED -> Phase.FAILED;
      case STOPPED, SUPERSEDED -> Phase.STOPPED;
    };
  }

  private Phase requestPhase() {
    return openRequest == null ? Phase.UNKNOWN : Phase.REQUESTED;
  }

  private Phase removalPhase() {
    RemovalRequest order = removal.order();
    if (removal.failure().isPresent()) {
      return Phase.FAILED;
    }
    if (order == null) {
      return Phase.STOPPED;
    }
    if (!removal.isEnded()) {
      return Phase.REMOVING;
    }
    return order.everything() ? Phase.REMOVED : Phase.STOPPED;
  }

  /** The newest build or removal; a pruning belongs to its build. */
  public LineView<?> newest() {
    return isRemoval() ? removal : build;
  }

  /** The current or last work: also a pruning, while it runs. */
  public LineView<?> current() {
    return hasPruning() && !removal.isEnded() ? removal : newest();
  }

  /** Whether something that left the specification of the newest build is, or was, removed. */
  public boolean hasPruning() {
    return removal.isPruning() && removal.generation() == build.generation();
  }

  /** The failure of the newest request; also of a pruning, although all is ready. */
  public Optional<StageFailed> failure() {
    return isRemoval() ? removal.failure() : build.failure().or(this::failedPruning);
  }

  private Optional<StageFailed> failedPruning() {
    return hasPruning() ? removal.failure() : Optional.empty();
  }

  public Duration elapsed(Instant now) {
    return newest().elapsed(now);
  }
}
