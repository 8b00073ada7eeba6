package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Follows a build in the journal until it is over. */
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
   * Returns once the build is over and the journal has nothing newer.
   *
   * @param relevant which events of the cluster count
   * @param goOn false: return as it stands
   */
  BuildView follow(String cluster, Predicate<Event<?>> relevant, BooleanSupplier goOn)
      throws IOException {
    BuildView build = BuildView.of(cluster);
    long seen = -1;
    while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      Optional<Entry> entry = journal.next(FRAME);
      if (entry.isEmpty() && build.isOver() && seen >= historyEnd) {
        return build;
      }
      if (entry.isPresent()) {
        seen = entry.get().offset();
        build = take(build, entry.get().event(), relevant);
      }
      draw(build);
    }
    return build;
  }

  private void draw(BuildView build) {
    long now = System.nanoTime();
    if (now - drawnAt >= FRAME.toNanos()) {
      drawnAt = now;
      screen.tick(build, clock.instant());
    }
  }

  private BuildView take(BuildView build, Event<?> event, Predicate<Event<?>> relevant) {
    if (!event.subject().equals(build.cluster()) || !relevant.test(event)) {
      return build;
    }
    BuildView after = build.with(event);
    screen.event(event, after);
    return after;
  }
}
