package io.clusterline.cli;

import io.clusterline.cli.view.LineView;
import io.clusterline.cli.view.Text;
import io.clusterline.cli.view.Tree;
import io.clusterline.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;

/**
 * A tree that is drawn over itself, in a terminal. What is said beside it scrolls away above it.
 */
final class LiveScreen implements Screen {

  private final Terminal terminal;
  private final Display display;
  private @Nullable LineView<?> last;

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
  public synchronized void tick(LineView<?> view, Instant now) {
    last = view;
    resize();
    Tree tree = new Tree(terminal.getWidth() - 1, terminal.getHeight() - 1);
    show(tree.draw(view, now));
  }

  @Override
  public synchronized void note(String line) {
    show(List.of());
    terminal.writer().println(Text.clip(line, terminal.getWidth() - 1));
    terminal.flush();
    display.reset();
  }

  private void resize() {
    display.resize(terminal.getHeight(), terminal.getWidth());
  }

  private void show(List<String> lines) {
    display.update(lines.stream().map(AttributedString::new).toList(), 0);
    terminal.flush();
  }

  /** The last picture stays. */
  @Override
  public synchronized void close() {
    LineView<?> view = last;
    if (view != null) {
      tick(view, Instant.now());
      display.update(
          new Tree(terminal.getWidth() - 1, terminal.getHeight() - 1)
              .draw(view, Instant.now()).stream().map(AttributedString::new).toList(),
          -1);
      terminal.writer().println();
    }
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
