package io.clusterline.cli.view;

import io.clusterline.event.Kept;
import io.clusterline.event.RemovalOrder;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link RemovalView} that is being changed. */
final class RemovalDraft {

  final String cluster;
  @Nullable Instant requestedAt;
  long generation;
  @Nullable String correlationId;
  @Nullable RemovalOrder order;
  final Map<StageName, StageView> stages;
  final List<String> removed;
  final List<Kept> kept;
  @Nullable StageFailed refusal;
  @Nullable Instant endedAt;

  RemovalDraft(RemovalView from) {
    cluster = from.cluster();
    requestedAt = from.requestedAt();
    generation = from.generation();
    correlationId = from.correlationId();
    order = from.order();
    stages = new EnumMap<>(from.stages());
    removed = new ArrayList<>(from.removed());
    kept = new ArrayList<>(from.kept());
    refusal = from.refusal();
    endedAt = from.endedAt();
  }

  RemovalView view() {
    return new RemovalView(
        cluster,
        requestedAt,
        generation,
        correlationId,
        order,
        stages,
        removed,
        kept,
        refusal,
        endedAt);
  }
}
