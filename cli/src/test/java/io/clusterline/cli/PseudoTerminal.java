package io.clusterline.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs commands in a process of their own, on a pseudo-terminal of a given size.
 *
 * @param cache the folder in which a pipeline seems to run
 */
record PseudoTerminal(Path cache, int rows, int columns) {

  private static final int SECONDS = 90;

  /** What the terminal showed, and how the command ended. */
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
    return run(List.of(), arguments);
  }

  /** Types Ctrl-C as soon as the terminal shows that text. */
  Shown runAndInterruptAt(String text, String... arguments) {
    return run(List.of(text), arguments);
  }

  private Shown run(List<String> keyAt, String... arguments) {
    try {
      Path python =
          Path.of(Objects.requireNonNull(getClass().getResource("/on_terminal.py")).toURI());
      List<String> command = new ArrayList<>(List.of("python3", python.toString()));
      command.addAll(List.of("" + rows, "" + columns, "" + SECONDS));
      command.addAll(keyAt);
      command.addAll(java(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("TERM", "xterm");
      Process process = builder.start();
      String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Shown(process.waitFor(), shown);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--", Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.add("-Dclusterline.cache=" + cache);
    command.add("-Dlogback.configurationFile=logback.xml"); // not that of the tests
    command.add("-Dstdout.encoding=UTF-8");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
