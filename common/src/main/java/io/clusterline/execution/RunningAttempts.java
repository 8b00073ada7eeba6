package io.clusterline.execution;

import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts that this process is at, each on a virtual thread of its own, at most one per
 * cluster and stage. One that ends gives its place back.
 */
final class RunningAttempts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempts.class);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private record Worker(StageAttempt<?> work, Thread thread) {}

  private final ConcurrencyLimiter places;
  private final StageMetrics metrics;
  private final Map<String, Worker> working = new ConcurrentHashMap<>();

  RunningAttempts(ConcurrencyLimiter places, StageMetrics metrics) {
    this.places = places;
    this.metrics = metrics;
  }

  boolean has(Tick tick) {
    return working.containsKey(tick.work());
  }

  /**
   * Ends an attempt that has stalled, or that is of an older generation: it may wait for what only
   * its own could have brought.
   *
   * @return when to look again; empty when this process is not at it
   */
  Optional<RetryDelay> look(Tick tick) {
    Worker ours = working.get(tick.work());
    if (ours == null) {
      return Optional.empty();
    }
    if (ours.work().generation() < tick.generation()) {
      ours.thread().interrupt();
      return Optional.of(RetryDelay.ONE_SECOND);
    }
    stopIfStalled(tick, ours);
    return Optional.of(RetryDelay.FIVE_SECONDS);
  }

  /** First asked to end; if that does not help, it is left behind without its lease. */
  private void stopIfStalled(Tick tick, Worker worker) {
    StallDetector liveness = worker.work().liveness();
    if (liveness.wasStopped()) {
      LOG.error("work on {} does not end; it is left behind", tick.work());
      worker.work().abandon();
      ended(tick, worker.work());
    } else if (liveness.isStalled()) {
      LOG.warn("work on {} has stalled: {}", tick.work(), liveness);
      metrics.message(tick.stage(), "stalled");
      liveness.stop();
      worker.thread().interrupt();
    }
  }

  void start(Tick tick, StageAttempt<?> work) {
    Thread thread =
        Thread.ofVirtual().name("work " + tick.work()).unstarted(() -> toItsEnd(tick, work));
    working.put(tick.work(), new Worker(work, thread));
    thread.start();
  }

  private void toItsEnd(Tick tick, StageAttempt<?> work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("work on {} ended early; the next tick resumes it", tick.work(), e);
    } finally {
      ended(tick, work);
    }
  }

  /** One that was left behind has given its place back before. */
  private void ended(Tick tick, StageAttempt<?> work) {
    Worker worker = working.get(tick.work());
    if (worker != null && worker.work() == work && working.remove(tick.work(), worker)) {
      places.release(tick.stage());
    }
  }

  /** Asks the attempt to end, if there is one. */
  void stop(Tick tick) {
    Worker worker = working.get(tick.work());
    if (worker != null) {
      worker.thread().interrupt();
    }
  }

  /** Asks all to end and waits a moment for them to give their leases back. */
  @Override
  public void close() {
    working.values().forEach(worker -> worker.thread().interrupt());
    for (Worker worker : working.values()) {
      try {
        worker.thread().join(GOODBYE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
