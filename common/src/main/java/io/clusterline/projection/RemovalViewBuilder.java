package io.clusterline.projection;

import io.clusterline.event.BuildCancelled;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.LayerRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link RemovalView} that is being changed: what each event means for it. */
final class RemovalViewBuilder {

  private final String cluster;
  private @Nullable Instant requestedAt;
  private long generation;
  private @Nullable String correlationId;
  private @Nullable RemovalRequest order;
  private final StagesViewBuilder stages;
  private final List<String> removed;
  private final List<Retained> retained;
  private @Nullable Instant endedAt;

  RemovalViewBuilder(RemovalView from) {
    cluster = from.cluster();
    requestedAt = from.requestedAt();
    generation = from.generation();
    correlationId = from.correlationId();
    order = from.order();
    stages = new StagesViewBuilder(from.stages());
    removed = new ArrayList<>(from.removed());
    retained = new ArrayList<>(from.kept());
    endedAt = from.endedAt();
  }

  RemovalView view() {
    return new RemovalView(
        cluster,
        requestedAt,
        generation,
        correlationId,
        order,
        stages.stages(),
        removed,
        retained,
        endedAt);
  }

  RemovalViewBuilder after(Event<?> event) {
    return switch (event.data()) {
      case ClusterDeletionRequested _ -> requested(event.time());
      case CancellationRequested _ -> requested(event.time());
      case BuildCancelled e when !e.rollback() -> accepted(event, null).ended(event.time());
      case RemovalAccepted e -> accepted(event, e.order());
      case LayerRemoved e when correlationId == null && isLast(event) ->
          accepted(event, e.order()).ended(event.time()); // it was gone before
      default -> ofThis(event);
    };
  }

  private RemovalViewBuilder requested(Instant at) {
    requestedAt = correlationId == null ? at : requestedAt;
    return this;
  }

  /** A repeated event is the same removal; a newer one starts an empty view. */
  private RemovalViewBuilder accepted(Event<?> event, @Nullable RemovalRequest accepted) {
    long newer = event.generation() == null ? 0 : event.generation();
    if (newer < generation || (newer == generation && Objects.equals(order, accepted))) {
      return this;
    }
    RemovalViewBuilder begun = new RemovalViewBuilder(RemovalView.of(cluster));
    boolean asked = requestedAt != null && correlationId == null;
    begun.requestedAt = asked ? requestedAt : event.time();
    begun.generation = newer;
    begun.correlationId = event.correlationId();
    begun.order = accepted;
    return begun;
  }

  private RemovalViewBuilder ended(Instant at) {
    endedAt = endedAt == null ? at : endedAt;
    return this;
  }

  private RemovalViewBuilder ofThis(Event<?> event) {
    if (correlationId != null && correlationId.equals(event.correlationId())) {
      stages.apply(event.data(), event.time());
      apply(event.data(), event.time());
    }
    return this;
  }

  private void apply(ClusterEvent data, Instant at) {
    if (data instanceof LayerRemoved layer) {
      StageName.endedBy(data).ifPresent(stage -> completeStage(stage, layer, at));
    }
  }

  private void completeStage(StageName stage, LayerRemoved layer, Instant at) {
    if (stages.completeStage(stage, at)) {
      removed.addAll(layer.removed());
      retained.addAll(layer.kept());
    }
    if (isLast(stage)) {
      ended(at);
    }
  }

  private static boolean isLast(Event<?> event) {
    return StageName.endedBy(event.data()).filter(RemovalViewBuilder::isLast).isPresent();
  }

  private static boolean isLast(StageName stage) {
    return stage.later().isEmpty();
  }
}
