package io.clusterline.cli;

import io.clusterline.cli.view.Rows;
import io.clusterline.cli.view.TerminalText;
import io.clusterline.cli.view.Tree;
import io.clusterline.event.Event;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.LineView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** A tree that is redrawn in place, in a terminal. Notes scroll away above it. */
final class LiveScreen implements Screen {

  private final Terminal terminal;
  private final Display display;
  private @Nullable LineView<?> last;
  private final Rows rows = new Rows();
  private BuildHistory history = BuildHistory.none();
  private int rowsDrawn;
  private int columnsDrawn;
  private boolean closed;

  LiveScreen() {
    try {
      terminal = TerminalBuilder.builder().system(true).nativeSignals(false).build();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
    display = new Display(terminal, false);
  }

  @Override
  public void event(Event<?> event, LineView<?> after) {
    last = after;
  }

  @Override
  public synchronized void learn(BuildHistory told) {
    history = told;
  }

  @Override
  public synchronized void tick(LineView<?> view, Instant now) {
    last = view;
    whileOpen(() -> show(tree().render(view, history, now), 0));
  }

  @Override
  public synchronized void showNote(String line) {
    whileOpen(() -> {
      show(List.of(), 0);
      terminal.writer().println(TerminalText.line(line));
      terminal.flush();
      display.reset();
    });
  }

  private Tree tree() {
    if (height() != rowsDrawn || width() != columnsDrawn) {
      eraseDrawn();
    }
    return new Tree(width() - 1, height() - 1, rows);
  }

  /**
   * Where a terminal puts what was drawn before it was resized is known to it alone, but for the
   * first row, at which the cursor is.
   */
  private void eraseDrawn() {
    rowsDrawn = height();
    columnsDrawn = width();
    terminal.puts(Capability.carriage_return);
    terminal.puts(Capability.clr_eos);
    display.reset();
    display.resize(new Size(columnsDrawn, rowsDrawn));
  }

  private int width() {
    return terminal.getWidth() > 0 ? terminal.getWidth() : 80;
  }

  private int height() {
    return terminal.getHeight() > 0 ? terminal.getHeight() : 24;
  }

  private void show(List<String> lines, int cursor) {
    display.update(lines.stream().map(AttributedString::new).toList(), cursor);
    terminal.flush();
  }

  /** When the process ends, jline closes the terminal: then nothing can be drawn. */
  private void whileOpen(Runnable drawing) {
    try {
      if (!closed) {
        drawing.run();
      }
    } catch (IllegalStateException terminalIsClosed) {
      closed = true;
    }
  }

  /** The last picture stays. A screen that is closed already is left as it is. */
  @Override
  public synchronized void close() {
    LineView<?> view = last;
    if (view != null) {
      whileOpen(() -> {
        rows.clear();
        show(tree().render(view, history, Instant.now()), -1);
        terminal.writer().println();
      });
    }
    if (!closed) {
      closed = true;
      closeTerminal();
    }
  }

  private void closeTerminal() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
