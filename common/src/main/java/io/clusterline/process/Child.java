package io.clusterline.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that we have started. */
public final class Child {

  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final int SIGNALLED = 128;

  private final Launch launch;
  private final Process process;

  Child(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  public String name() {
    return launch.name();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  public int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  /**
   * Gives a process that was started with low priority, see {@link Launch#behind()}, the normal
   * one.
   */
  public void restorePriority() {
    Path group = Path.of("/proc", Long.toString(pid()), "autogroup");
    if (!launch.behind() || !Files.isWritable(group)) {
      return;
    }
    try {
      Files.writeString(group, "0");
    } catch (IOException e) {
      LOG.warn("{} keeps its low priority: {}", name(), e.getMessage());
    }
  }

  /** Its standard output, when it was started readable. */
  public BufferedReader output() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** Describes how it ended. */
  public String describeExit() {
    int code = process.exitValue();
    return code > SIGNALLED
        ? "was killed by signal " + (code - SIGNALLED)
        : "ended with exit code " + code;
  }

  /** The last lines of its log, oldest first. */
  public List<String> logTail(int lines) {
    try {
      List<String> all =
          new String(Files.readAllBytes(launch.log()), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it, and kills it after the timeout. */
  public void stop(Duration limit) {
    process.destroy();
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** Ends it at once, and returns when it has ended. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
