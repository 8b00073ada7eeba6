package io.clusterline.projection;

import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest removal of one cluster: a deletion, a rollback, a pruning; or a cancellation that
 * removes nothing.
 *
 * @param correlationId null until it was accepted
 * @param order the removal request; null for a cancellation that removes nothing
 * @param removed deleted addresses
 * @param kept retained resources, and why
 * @param endedAt end of the removal
 */
public record RemovalView(
    String cluster,
    @Nullable Instant requestedAt,
    long generation,
    @Nullable String correlationId,
    @Nullable RemovalRequest order,
    Map<StageName, StageView> stages,
    List<String> removed,
    List<Retained> kept,
    @Nullable Instant endedAt)
    implements LineView<RemovalView> {

  public RemovalView {
    stages = Collections.unmodifiableMap(new EnumMap<>(stages));
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }

  /** The view before the first removal request. */
  public static RemovalView of(String cluster) {
    Map<StageName, StageView> stages = StagesViewBuilder.waiting(StageName.removal());
    return new RemovalView(cluster, null, 0, null, null, stages, List.of(), List.of(), null);
  }

  @Override
  public RemovalView with(Event<?> event) {
    return new RemovalViewBuilder(this).after(event).view();
  }

  /** Why it stopped: a stage failed. */
  public Optional<StageFailed> failure() {
    return stages.values().stream().map(StageView::failure).filter(Objects::nonNull).findFirst();
  }

  /** Whether no stage had anything to remove. */
  public boolean wasGone() {
    return endedAt != null && stages.values().stream().allMatch(stage -> stage.startedAt() == null);
  }

  public boolean isPruning() {
    return order != null && order.mode() == RemovalRequest.Mode.PRUNE;
  }

  @Override
  public boolean isEnded() {
    return endedAt != null || failure().isPresent();
  }

  @Override
  public Optional<Instant> end() {
    return endedAt == null && isEnded()
        ? LineView.lastEnd(stages.values().stream())
        : Optional.ofNullable(endedAt);
  }
}
