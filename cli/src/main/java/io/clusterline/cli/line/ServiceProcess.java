package io.clusterline.cli.line;

import io.clusterline.process.Child;
import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.PrivateFiles;
import io.clusterline.process.Spawner;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One service of the pipeline, restarted when it ends unexpectedly. */
final class ServiceProcess {

  private final String name;
  private final Installation installation;
  private final Map<String, String> environment;
  private final Path folder;
  private final LineListener listener;
  private final Backoff backoff;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread supervisor;

  private volatile int port;
  private volatile boolean behind;
  private volatile @Nullable Child child;

  /**
   * @param folder of the run: its log and its temporary files
   */
  ServiceProcess(
      String name,
      Installation installation,
      Map<String, String> environment,
      Path folder,
      LineListener listener) {
    this(name, installation, environment, folder, listener, new Backoff());
  }

  ServiceProcess(
      String name,
      Installation installation,
      Map<String, String> environment,
      Path folder,
      LineListener listener,
      Backoff backoff) {
    this.name = name;
    this.installation = installation;
    this.environment = environment;
    this.folder = folder;
    this.listener = listener;
    this.backoff = backoff;
    this.supervisor = Thread.ofVirtual().name("supervise " + name).unstarted(this::supervise);
  }

  /** Once. */
  synchronized void start() {
    if (supervisor.getState() == Thread.State.NEW) {
      supervisor.start();
    }
  }

  /** Once; until {@link #restorePriority} others come first. */
  void startBehind() {
    behind = true;
    start();
  }

  /** Restores the normal priority. */
  void restorePriority() {
    Child running = behind ? child : null;
    behind = false;
    if (running != null) {
      running.restorePriority();
    }
  }

  private void supervise() {
    if (isStopping()) {
      return;
    }
    try {
      do {
        Ending ending = run();
        if (isStopping()) {
          return;
        }
        report(ending);
      } while (!backoff.isExhausted()
          && !stop.await(backoff.pause().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param how a clause that follows the service's name
   */
  private record Ending(String how, List<String> logTail) {}

  private Ending run() throws InterruptedException {
    long begin = System.nanoTime();
    try {
      Child started = spawn();
      listener.started(name, started.pid());
      if (isStopping()) {
        started.kill();
      }
      int exitCode = started.awaitExit();
      backoff.recordEnd(Duration.ofNanos(System.nanoTime() - begin), exitCode);
      return new Ending(started.describeExit(), started.logTail(15));
    } catch (UncheckedIOException e) { // a Ctrl-C reaches the JDK's spawn helper, too
      backoff.recordEnd(Duration.ZERO, Backoff.START_FAILED);
      return new Ending("could not be started", List.of());
    }
  }

  /** Whoever stops this waits for it: what it starts is stopped, too. */
  private synchronized Child spawn() {
    port = nextPort();
    Child started = Spawner.start(launch());
    child = started;
    return started;
  }

  /** Others know the one before: another one only where somebody has taken that meanwhile. */
  private int nextPort() {
    return port > 0 && FreePort.isFree(port) ? port : FreePort.unique();
  }

  private synchronized @Nullable Child lastChild() {
    return child;
  }

  private void report(Ending ending) {
    if (backoff.isExhausted()) {
      listener.onGivenUp(name, ending.how(), ending.logTail());
    } else {
      listener.onEnded(name, ending.how());
    }
  }

  private Launch launch() {
    Map<String, String> all = new HashMap<>(environment);
    all.put("CLUSTERLINE_PORT", Integer.toString(port));
    all.put("CLUSTERLINE_RECORDING", Boolean.toString(installation.recording()));
    String temporary = "-Djava.io.tmpdir=" + PrivateFiles.folder(temporary(folder));
    Launch launch = new Launch(name, installation.java(name, List.of(temporary)), all, log());
    return behind ? launch.startedBehind() : launch;
  }

  private Path log() {
    return folder.resolve(name + ".log");
  }

  /** The folder of the services' temporary files: a killed service cannot delete its own. */
  static Path temporary(Path folder) {
    return folder.resolve("tmp");
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  /** Whether it is alive, or will be. */
  boolean isSupervisorEnded() {
    return supervisor.getState() == Thread.State.TERMINATED;
  }

  void stop() {
    stop.countDown();
    Child running = lastChild();
    if (running != null) {
      running.stop(installation.stopTimeout());
    }
  }

  void kill() {
    stop.countDown();
    Child running = lastChild();
    if (running != null) {
      running.kill();
    }
  }

  ServiceState state() {
    Child running = child;
    return new ServiceState(name, running == null ? 0 : running.pid(), port, log());
  }
}
