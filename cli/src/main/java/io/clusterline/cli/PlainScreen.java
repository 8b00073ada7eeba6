package io.clusterline.cli;

import io.clusterline.cli.view.PlainLines;
import io.clusterline.cli.view.TerminalText;
import io.clusterline.event.Event;
import io.clusterline.projection.LineView;
import java.io.PrintWriter;
import java.time.Instant;

/** One line per event, for pipes and logs. */
final class PlainScreen implements Screen {

  private final PrintWriter out;

  PlainScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(Event<?> event, LineView<?> after) {
    new PlainLines(after.requestedAt()).line(event).ifPresent(this::showNote);
  }

  @Override
  public void tick(LineView<?> view, Instant now) {}

  @Override
  public synchronized void showNote(String line) {
    out.println(TerminalText.line(line));
    out.flush();
  }

  @Override
  public void close() {}
}
