package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.Leases.Claim;
import io.clusterline.telemetry.StageMetrics;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the attempts of one process: at most one per cluster and stage, each under its lease. */
public final class StageDispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StageDispatcher.class);

  /** As in {@code line.yaml}. */
  private static final int AT_ONCE = 8;

  private final StageRuntime runtime;
  private final Leases leases;
  private final StageMetrics metrics;
  private final AttemptLimits limits;
  private final ConcurrencyLimiter limiter;
  private final RunningAttempts running;

  /** With the limits that a service has by default. */
  public StageDispatcher(StageRuntime runtime, Leases leases, StageMetrics metrics, int attempts) {
    this(runtime, leases, metrics, attempts, AttemptLimits.DEATHS, AT_ONCE);
  }

  /**
   * @param attempts how often a stage is begun before a failure that may pass is taken as final
   * @param deaths how many attempts may begin and never end before the stage fails
   * @param atOnce how many stages of one name are worked on at once; the others wait their turn
   */
  public StageDispatcher(
      StageRuntime runtime,
      Leases leases,
      StageMetrics metrics,
      int attempts,
      int deaths,
      int atOnce) {
    this(
        runtime,
        leases,
        metrics,
        new AttemptLimits(attempts, deaths, StallDetector.MARGIN),
        atOnce);
  }

  StageDispatcher(
      StageRuntime runtime, Leases leases, StageMetrics metrics, AttemptLimits limits, int atOnce) {
    this.runtime = runtime;
    this.leases = leases;
    this.metrics = metrics;
    this.limits = limits;
    this.limiter = new ConcurrencyLimiter(atOnce, metrics);
    this.running = new RunningAttempts(limiter, metrics);
  }

  /** Shows at zero what it measures of a stage whose messages this process consumes. */
  void announce(StageName stage) {
    metrics.announce(stage, Arrays.stream(RetryDelay.values()).map(RetryDelay::delay).toList());
    limiter.measure(stage);
  }

  /** Whether this process works on it, or will when a slot is free. */
  boolean isWorkingOn(StageKey key) {
    return running.contains(key) || limiter.isWaiting(key);
  }

  boolean isRunning(StageKey key) {
    return running.contains(key);
  }

  /**
   * Ensures that the stage is worked on, by this process or by the holder of its lease.
   *
   * @return when to check again
   */
  <E extends StageTrigger> RetryDelay ensureRunning(Assignment<E> assignment) {
    Tick tick = assignment.tick();
    Optional<RetryDelay> ours = running.check(tick);
    if (ours.isPresent()) {
      return ours.get();
    }
    Optional<Claim> claim = claim(assignment);
    if (claim.isEmpty()) {
      limiter.cancel(tick);
      boolean quiet = leases.isUnmoved(assignment.stages(), assignment.stage().layer());
      return quiet ? RetryDelay.ONE_SECOND : RetryDelay.FIVE_SECONDS;
    }
    if (limiter.acquire(tick, () -> onSlotFree(assignment))) {
      start(assignment, claim);
    }
    return RetryDelay.FIVE_SECONDS;
  }

  private Optional<Claim> claim(Assignment<?> assignment) {
    return leases.claim(assignment.stages(), assignment.stage().layer());
  }

  /**
   * It has waited for a slot; meanwhile another worker may have done the work, or it is no longer
   * requested.
   */
  private <E extends StageTrigger> void onSlotFree(Assignment<E> assignment) {
    Optional<Claim> claim = Optional.empty();
    try {
      claim = assignment.isAsItWas() ? claim(assignment) : Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn("{} could not begin in its turn; its tick brings it back", assignment.key(), e);
    }
    start(assignment, claim);
  }

  /** In a slot that is released when the attempt has ended, or cannot begin. */
  private <E extends StageTrigger> void start(Assignment<E> assignment, Optional<Claim> claim) {
    boolean begun = false;
    try {
      Optional<Lease> lease = claim.flatMap(Claim::acquire);
      lease.ifPresent(held ->
          running.start(
              assignment.tick(), new StageAttempt<>(runtime, assignment, limits, held, metrics)));
      begun = lease.isPresent();
    } finally {
      if (!begun) {
        limiter.release(assignment.stage());
      }
    }
  }

  /** The build is superseded: an attempt of this process stops. */
  void stop(Tick tick) {
    limiter.cancel(tick);
    running.stop(tick);
  }

  /** Stops all attempts and waits a moment for them to release their leases. */
  @Override
  public void close() {
    limiter.close();
    running.close();
  }
}
