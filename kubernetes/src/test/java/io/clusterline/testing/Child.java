package io.clusterline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that ends with this one, its output in a file. */
final class Child implements AutoCloseable {

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Child start(Path log, List<String> command) {
    List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    bound.addAll(command);
    try {
      Process process =
          new ProcessBuilder(bound).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new Child(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(Path log, List<String> command) {
    try (Child child = start(log, command)) {
      if (!child.process.waitFor(60, TimeUnit.SECONDS) || child.process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed: " + child.tail());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + command, e);
    }
  }

  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("ended with " + process.exitValue() + ": " + tail());
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
