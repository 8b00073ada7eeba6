package io.clusterline.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs commands in a process of their own, on a pseudo-terminal of a given size.
 *
 * @param cache the folder in which a pipeline seems to run
 * @param properties of the process, as the script {@code clusterline} sets them
 * @param environment of the process, beside ours
 */
record PseudoTerminal(
    Path cache,
    int rows,
    int columns,
    Map<String, String> properties,
    Map<String, String> environment) {

  private static final int SECONDS = 90;

  PseudoTerminal(Path cache, int rows, int columns) {
    this(cache, rows, columns, Map.of(), Map.of());
  }

  /** Screen of the terminal, and exit code of the command. */
  record Shown(int exitCode, String raw) {

    /** Without what moves the cursor. */
    String text() {
      return raw.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replace("\r", "");
    }

    String lastLine() {
      return text().lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("");
    }
  }

  Shown run(String... arguments) {
    return run(List.of(), "", () -> {}, arguments);
  }

  /** Types Ctrl-C as soon as the terminal shows that text. */
  Shown runAndInterruptAt(String text, String... arguments) {
    return run(List.of(text), "", () -> {}, arguments);
  }

  /** The same; runs an action as soon as the terminal shows another text. */
  Shown runAndInterruptAt(String text, String trigger, Runnable reaction, String... arguments) {
    return run(List.of(text), trigger, reaction, arguments);
  }

  private Shown run(List<String> keyAt, String trigger, Runnable reaction, String... arguments) {
    try {
      Process process = launch(keyAt, arguments);
      String shown = read(process, trigger, reaction);
      return new Shown(process.waitFor(), shown);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts the command; its end has to be caused. */
  TerminalSession start(String... arguments) {
    try {
      return new TerminalSession(launch(List.of("--stdin"), arguments), rows, columns);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process launch(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", script().toString()));
    command.addAll(List.of("" + rows, "" + columns, "" + SECONDS));
    command.addAll(options);
    command.addAll(java(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path script() {
    try {
      return Path.of(
          Objects.requireNonNull(PseudoTerminal.class.getResource("/on_terminal.py")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Process process, String trigger, Runnable reaction)
      throws IOException {
    StringBuilder shown = new StringBuilder();
    boolean waits = !trigger.isEmpty();
    Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    char[] piece = new char[4096];
    for (int read = output.read(piece); read >= 0; read = output.read(piece)) {
      shown.append(piece, 0, read);
      if (waits && shown.indexOf(trigger) >= 0) {
        waits = false;
        reaction.run();
      }
    }
    return shown.toString();
  }

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--", Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.add("-Dclusterline.cache=" + cache);
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-Dlogback.configurationFile=logback.xml"); // not that of the tests
    command.add("-Dstdout.encoding=UTF-8");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
