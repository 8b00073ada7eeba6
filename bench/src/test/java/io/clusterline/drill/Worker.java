package io.clusterline.drill;

import io.clusterline.execution.CrashInjector;
import io.clusterline.process.Child;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A {@link DrillWorker} process that is started again whenever it ends. */
final class Worker implements AutoCloseable {

  private final WorkerSettings settings;
  private final Path log;
  private final AtomicInteger deaths = new AtomicInteger();
  private final AtomicReference<Child> child = new AtomicReference<>();
  private volatile boolean closing;
  private volatile String unexpected = "";

  Worker(WorkerSettings settings, Path log) {
    this.settings = settings;
    this.log = log;
    child.set(start());
    Thread.ofPlatform().daemon().name("supervise " + log.getFileName()).start(this::supervise);
  }

  private Child start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx160m", "-Xshare:auto"));
    command.add("-Dlogback.configurationFile=drill-logback.xml");
    command.addAll(settings.options());
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", path, DrillWorker.class.getName()));
    Map<String, String> environment =
        Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    return Spawner.start(new Launch("worker", command, environment, log));
  }

  private void supervise() {
    try {
      while (!closing) {
        int code = child.get().awaitExit();
        if (!closing) {
          deaths.incrementAndGet();
          if (code != CrashInjector.KILLED) {
            unexpected = child.get().describeExit() + ": " + child.get().logTail(8);
          }
          child.set(start());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often it has ended so far. */
  int deaths() {
    return deaths.get();
  }

  /** The message of an unplanned end; empty when there was none. */
  String unexpected() {
    return unexpected;
  }

  /** Whether its log contains that. */
  boolean hasLogged(String text) {
    return count(text) > 0;
  }

  /** How many lines of its log say that. */
  long count(String text) {
    if (!Files.exists(log)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() {
    child.get().kill();
  }

  /** Freezes it in the midst of its work; the process does not notice. */
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(child.get().pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    thaw();
    child.get().kill();
  }
}
