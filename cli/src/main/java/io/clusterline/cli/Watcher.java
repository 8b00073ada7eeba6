package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Projection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Follows a cluster in the journal until a goal is reached. */
final class Watcher {

  private static final Duration FRAME = Duration.ofMillis(250);

  private final JournalReader journal;
  private final Screen screen;
  private final Clock clock;
  private final Projection projection;
  private final Deque<Entry> past;
  private long drawnAt = System.nanoTime();

  /**
   * @param past is shown first: a build that is over there may not be the newest
   * @param journal goes on from there
   */
  Watcher(Past past, JournalReader journal, Screen screen, Clock clock) {
    this.past = new ArrayDeque<>(past.entries());
    this.projection = past.projection();
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
      Optional<Entry> entry = past.isEmpty() ? journal.next(FRAME) : Optional.of(past.remove());
      if (entry.isEmpty() && goal.isReached(view)) {
        return view;
      }
      if (entry.isPresent()) {
        projection.add(entry.get().offset(), entry.get().event());
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
      screen.learn(projection.history(view.build()));
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
