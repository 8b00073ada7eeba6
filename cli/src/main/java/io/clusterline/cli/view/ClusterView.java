package io.clusterline.cli.view;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster stands, as the whole journal tells: its newest build and its newest removal.
 *
 * @param uid of the cluster that has the name now, once one was accepted
 * @param place where it stands, once it was accepted
 */
public record ClusterView(
    BuildView build, RemovalView removal, @Nullable String uid, @Nullable ClusterLocation place) {

  /** What the newest wish has come to. */
  public enum Phase {
    UNKNOWN,
    BUILDING,
    READY,
    FAILED,
    /** Stopped on request; everything stays as it is. */
    HELD,
    REMOVING,
    REMOVED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static ClusterView of(String cluster) {
    return new ClusterView(BuildView.of(cluster), RemovalView.of(cluster), null, null);
  }

  public ClusterView with(Event<?> event) {
    ClusterLocation at =
        switch (event.data()) {
          case ClusterAccepted e -> ClusterLocation.of(e.cluster().spec().aws());
          case RemovalAccepted e -> ClusterLocation.of(e.cluster().spec().aws());
          default -> place;
        };
    String newest = event.clusterUid() == null ? uid : event.clusterUid();
    return new ClusterView(build.with(event), removal.with(event), newest, at);
  }

  /** Whether the newest wish was one that something be removed. */
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
      case RUNNING -> Phase.BUILDING;
      case READY -> Phase.READY;
      case FAILED -> Phase.FAILED;
      case STOPPED -> Phase.HELD;
    };
  }

  private Phase removalPhase() {
    RemovalRequest order = removal.order();
    if (removal.failure().isPresent()) {
      return Phase.FAILED;
    }
    if (order == null) {
      return Phase.HELD;
    }
    if (!removal.isOver()) {
      return Phase.REMOVING;
    }
    return order.everything() ? Phase.REMOVED : Phase.HELD;
  }

  /** What is worked on, or was last. */
  public LineView<?> newest() {
    return isRemoval() ? removal : build;
  }

  /** What went wrong with the newest wish; a pruning that failed is told, although all is ready. */
  public Optional<StageFailed> failure() {
    return isRemoval() ? removal.failure() : build.failure().or(this::failedPruning);
  }

  private Optional<StageFailed> failedPruning() {
    return removal.isPruning() && removal.generation() == build.generation()
        ? removal.failure()
        : Optional.empty();
  }

  public Duration elapsed(Instant now) {
    return newest().elapsed(now);
  }
}
