package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.PseudoTerminal.Shown;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A command that runs on a pseudo-terminal: what a person sees of it, and does to it. */
final class TerminalSession implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final EmulatedScreen screen;
  private final Thread reader = Thread.ofVirtual().name("terminal").unstarted(this::read);

  /**
   * @param process {@code on_terminal.py --stdin}
   */
  TerminalSession(Process process, int rows, int columns) {
    this.process = process;
    this.screen = new EmulatedScreen(rows, columns);
    reader.start();
  }

  private void read() {
    Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    char[] piece = new char[65536];
    try {
      for (int read = output.read(piece); read >= 0; read = output.read(piece)) {
        screen.write(new String(piece, 0, read));
      }
    } catch (IOException closed) {
      // The process was ended.
    }
  }

  /** The rows of the screen, without the blanks at their ends. */
  List<String> rows() {
    return screen.rows();
  }

  /** The rows at which that text was ever shown. */
  Set<Integer> rowNumbersOf(String text) {
    return screen.rowNumbersOf(text);
  }

  /** Returns as soon as the screen is so. */
  void await(String what, Predicate<List<String>> condition) {
    Wait.until(what)
        .within(PATIENCE)
        .atMostEvery(Duration.ofMillis(20))
        .poll(() ->
            condition.test(rows())
                ? Seen.yes(true)
                : Seen.notYet("\n" + String.join("\n", rows())));
  }

  void awaitText(String text) {
    await("'" + text + "' is shown", rows -> rows.stream().anyMatch(row -> row.contains(text)));
  }

  void resize(int rows, int columns) {
    send("size " + rows + " " + columns);
  }

  /** Types Ctrl-C and returns once the command has ended. */
  Shown interrupt() throws InterruptedException {
    send("interrupt");
    int exitCode = process.waitFor();
    reader.join();
    return new Shown(exitCode, screen.raw());
  }

  private void send(String control) {
    try {
      process.getOutputStream().write((control + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(process.onExit().join().isAlive()).isFalse();
  }
}
