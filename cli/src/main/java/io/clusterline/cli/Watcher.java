package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.projection.ClusterView;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Follows a cluster in the journal until a goal is reached. */
final class Watcher {

  /** For a journal that was opened at its end. */
  static final long NO_HISTORY = -1;

  private static final Duration FRAME = Duration.ofMillis(250);

  private final JournalReader journal;
  private final Screen screen;
  private final Clock clock;
  private final long historyEnd;
  private long seen = NO_HISTORY;
  private long drawnAt = System.nanoTime();

  /**
   * @param historyEnd up to which offset it is history: a build that is over there may not be the
   *     newest
   */
  Watcher(JournalReader journal, long historyEnd, Screen screen, Clock clock) {
    this.historyEnd = historyEnd;
    this.journal = journal;
    this.screen = screen;
    this.clock = clock;
  }

  /**
   * Returns once the goal is reached and the journal has nothing newer.
   *
   * @param start the view before
   * @param goOn false: return at once
   */
  ClusterView follow(ClusterView start, Goal goal, BooleanSupplier goOn) throws IOException {
    ClusterView view = start;
    while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      Optional<Entry> entry = journal.next(FRAME);
      if (entry.isEmpty() && seen >= historyEnd && goal.isReached(view)) {
        return view;
      }
      if (entry.isPresent()) {
        seen = entry.get().offset();
        view = read(view, entry.get().event(), goal);
      }
      draw(view);
    }
    return view;
  }

  private void draw(ClusterView view) {
    long now = System.nanoTime();
    if (now - drawnAt >= FRAME.toNanos()) {
      drawnAt = now;
      screen.tick(view.current(), clock.instant());
    }
  }

  private ClusterView read(ClusterView view, Event<?> event, Goal goal) {
    if (!event.subject().equals(view.name())) {
      return view;
    }
    ClusterView after = goal.apply(view, event);
    if (after != view) {
      screen.event(event, after.current());
    }
    return after;
  }
}
