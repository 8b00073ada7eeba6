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
 * The running attempts of this process, each on a virtual thread of its own, at most one per
 * cluster and stage. An attempt that ends releases its slot.
 */
final class RunningAttempts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempts.class);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private record Running(StageAttempt<?> attempt, Thread thread) {}

  private final ConcurrencyLimiter limiter;
  private final StageMetrics metrics;
  private final Map<StageKey, Running> attempts = new ConcurrentHashMap<>();

  RunningAttempts(ConcurrencyLimiter limiter, StageMetrics metrics) {
    this.limiter = limiter;
    this.metrics = metrics;
  }

  boolean contains(StageKey key) {
    return attempts.containsKey(key);
  }

  /**
   * Ends an attempt that has stalled, or that is of an older generation: it may wait for an event
   * that only its own generation could have brought.
   *
   * @return when to check again; empty when this process does not run it
   */
  Optional<RetryDelay> check(Tick tick) {
    Running ours = attempts.get(tick.key());
    if (ours == null) {
      return Optional.empty();
    }
    if (ours.attempt().generation() < tick.generation()) {
      ours.attempt().stop();
      return Optional.of(RetryDelay.ONE_SECOND);
    }
    stopIfStalled(tick, ours);
    return Optional.of(RetryDelay.FIVE_SECONDS);
  }

  /** Interrupted first; if that does not help, abandoned without its lease. */
  private void stopIfStalled(Tick tick, Running running) {
    StallDetector stall = running.attempt().stall();
    if (stall.wasStopped()) {
      LOG.error("the attempt at {} does not end; it is left behind", tick.key());
      running.attempt().abandon();
      remove(tick, running.attempt());
    } else if (stall.isStalled()) {
      LOG.warn("the attempt at {} has stalled: {}", tick.key(), stall);
      metrics.message(tick.stage(), "stalled");
      stall.stop();
      running.attempt().stop();
    }
  }

  void start(Tick tick, StageAttempt<?> attempt) {
    Thread thread =
        Thread.ofVirtual().name("attempt " + tick.key()).unstarted(() -> runToEnd(tick, attempt));
    attempts.put(tick.key(), new Running(attempt, thread));
    thread.start();
  }

  private void runToEnd(Tick tick, StageAttempt<?> attempt) {
    try {
      attempt.run();
    } catch (RuntimeException | Error e) {
      LOG.error("the attempt at {} ended early; the next tick resumes it", tick.key(), e);
    } finally {
      remove(tick, attempt);
    }
  }

  /** An abandoned attempt has released its slot before. */
  private void remove(Tick tick, StageAttempt<?> attempt) {
    Running running = attempts.get(tick.key());
    if (running != null && running.attempt() == attempt && attempts.remove(tick.key(), running)) {
      limiter.release(tick.stage());
    }
  }

  /** Interrupts the attempt, if there is one. */
  void stop(Tick tick) {
    Running running = attempts.get(tick.key());
    if (running != null) {
      running.attempt().stop();
    }
  }

  /** Stops all and waits a moment for them to release their leases. */
  @Override
  public void close() {
    attempts.values().forEach(running -> running.attempt().stop());
    for (Running running : attempts.values()) {
      try {
        running.thread().join(GOODBYE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
