package io.clusterline.projection;

import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The work of the services for one cluster, from the journal. Immutable: each event gives the next
 * view.
 *
 * @param <V> the view itself
 */
public sealed interface LineView<V extends LineView<V>> permits BuildView, RemovalView {

  String cluster();

  /** 0 while it is not known. */
  long generation();

  /** Time of the request. */
  @Nullable Instant requestedAt();

  /** In the order in which they run. */
  Map<StageName, StageView> stages();

  /** The view after that event. */
  V with(Event<?> event);

  /** It has ended without a further request. */
  boolean isEnded();

  /**
   * When it ended, by the stages that it needs: one beside them may end later. Empty while it has
   * not.
   */
  Optional<Instant> end();

  /** From the request to the end, or to now. */
  default Duration elapsed(Instant now) {
    Instant requestedAt = requestedAt();
    return requestedAt == null ? Duration.ZERO : Duration.between(requestedAt, end().orElse(now));
  }

  /** When the last of those stages ended; empty when none has. */
  static Optional<Instant> lastEnd(Stream<StageView> stages) {
    return stages.map(StageView::endedAt).filter(Objects::nonNull).max(Instant::compareTo);
  }
}
