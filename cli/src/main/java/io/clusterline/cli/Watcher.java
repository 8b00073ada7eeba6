package io.clusterline.cli;

import io.clusterline.cli.view.LineView;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Follows a build or a removal in the journal until it is over. */
final class Watcher {

  /** For a journal that was opened at its end. */
  static final long NO_HISTORY = -1;

  private static final Duration FRAME = Duration.ofMillis(250);

  private final JournalReader journal;
  private final Screen screen;
  private final Clock clock;
  private final long historyEnd;
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
   * Returns once it is over and the journal has nothing newer.
   *
   * @param start what is known before
   * @param relevant which events of the cluster count
   * @param goOn false: return as it stands
   */
  <V extends LineView<V>> V follow(V start, Predicate<Event<?>> relevant, BooleanSupplier goOn)
      throws IOException {
    V view = start;
    long seen = -1;
    while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      Optional<Entry> entry = journal.next(FRAME);
      if (entry.isEmpty() && view.isOver() && seen >= historyEnd) {
        return view;
      }
      if (entry.isPresent()) {
        seen = entry.get().offset();
        view = take(view, entry.get().event(), relevant);
      }
      draw(view);
    }
    return view;
  }

  private void draw(LineView<?> view) {
    long now = System.nanoTime();
    if (now - drawnAt >= FRAME.toNanos()) {
      drawnAt = now;
      screen.tick(view, clock.instant());
    }
  }

  private <V extends LineView<V>> V take(V view, Event<?> event, Predicate<Event<?>> relevant) {
    if (!event.subject().equals(view.cluster()) || !relevant.test(event)) {
      return view;
    }
    V after = view.with(event);
    screen.event(event, after);
    return after;
  }
}
