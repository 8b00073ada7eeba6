package io.clusterline.sandbox;

import io.clusterline.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A process of the sandbox. It prints one JSON line when it is ready, and watches its parent, so
 * that it ends with us even when we are killed.
 */
final class StandIn implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;

  private StandIn(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static StandIn start(
      String name, Path log, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      return new StandIn(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started", e);
    }
  }

  /** Its ready line. Later output is read and dropped, so that the process does not block. */
  JsonNode awaitReady() {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    try {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " ended before it was ready; its log is " + log);
      }
      // Reading a pipe blocks a carrier: on two cores, two of these as virtual threads stop all
      // others.
      Thread.ofPlatform()
          .daemon()
          .name("drain " + name)
          .start(() -> output.lines().forEach(ignored -> {}));
      return Json.MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** Not a virtual thread: reading a pipe holds its carrier, and on two processors two hold all. */
  private void discardOutput(BufferedReader output) {
    Thread.ofPlatform()
        .daemon()
        .name("drain " + name)
        .start(() -> output.lines().forEach(ignored -> {}));
  }

  /** Runs when the process ends. */
  void onExit(Runnable action) {
    process.onExit().thenRun(action);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String describeExit() {
    return name + " ended with exit code " + process.exitValue() + "; its log is " + log;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
