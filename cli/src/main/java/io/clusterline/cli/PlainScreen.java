package io.clusterline.cli;

import io.clusterline.cli.view.PlainLines;
import io.clusterline.cli.view.TerminalText;
import io.clusterline.event.Event;
import io.clusterline.projection.LineView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line per event, for pipes and logs; and regularly what is waited for. */
final class PlainScreen implements Screen {

  /** Somewhat below the 30 s that readers are promised, as a tick may come late. */
  private static final Duration REPORT_EVERY = Duration.ofSeconds(25);

  private final PrintWriter out;
  private @Nullable Instant reportedAt;

  PlainScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(Event<?> event, LineView<?> after) {
    new PlainLines(after.requestedAt()).line(event).ifPresent(this::showNote);
  }

  @Override
  public void tick(LineView<?> view, Instant now) {
    Instant before = reportedAt;
    if (before == null) {
      reportedAt = now;
    } else if (Duration.between(before, now).compareTo(REPORT_EVERY) >= 0) {
      reportedAt = now;
      new PlainLines(view.requestedAt()).waits(view, now).forEach(this::showNote);
    }
  }

  @Override
  public synchronized void showNote(String line) {
    out.println(TerminalText.line(line));
    out.flush();
  }

  @Override
  public void close() {}
}
