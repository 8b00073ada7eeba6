package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.Leases.Claim;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one process: at most one per cluster and stage, each under its lease. */
public final class StageDispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StageDispatcher.class);

  /** As in {@code line.yaml}. */
  private static final int AT_ONCE = 8;

  private final StageRuntime line;
  private final Leases leases;
  private final StageMetrics metrics;
  private final int attempts;
  private final Duration margin;
  private final ConcurrencyLimiter places;
  private final RunningAttempts threads;

  /** Which works on as many at once as a service does by default. */
  public StageDispatcher(StageRuntime line, Leases leases, StageMetrics metrics, int attempts) {
    this(line, leases, metrics, attempts, AT_ONCE);
  }

  /**
   * @param attempts how often a stage is begun before a failure that may pass is taken as final
   * @param atOnce how many stages of one name are worked on at once; the others wait their turn
   */
  public StageDispatcher(
      StageRuntime line, Leases leases, StageMetrics metrics, int attempts, int atOnce) {
    this(line, leases, metrics, attempts, atOnce, StallDetector.MARGIN);
  }

  StageDispatcher(
      StageRuntime line,
      Leases leases,
      StageMetrics metrics,
      int attempts,
      int atOnce,
      Duration margin) {
    this.line = line;
    this.leases = leases;
    this.metrics = metrics;
    this.attempts = attempts;
    this.margin = margin;
    this.places = new ConcurrencyLimiter(atOnce, metrics);
    this.threads = new RunningAttempts(places, metrics);
  }

  boolean isWorking(Tick tick) {
    return threads.has(tick);
  }

  /**
   * Sees to it that somebody works on it: one of ours, or the one who holds the lease.
   *
   * @return when to look again
   */
  <E extends StageTrigger> RetryDelay ensureRunning(
      Job<E> job, Tick tick, ClusterState state, StageRecord record, StageQueue queue) {
    Optional<RetryDelay> ours = threads.look(tick);
    if (ours.isPresent()) {
      return ours.get();
    }
    Optional<Claim> claim = leases.claim(state, job.stage().layer());
    if (claim.isEmpty()) {
      places.forget(tick);
      return leases.isQuiet(state, job.stage().layer())
          ? RetryDelay.ONE_SECOND
          : RetryDelay.FIVE_SECONDS;
    }
    if (places.take(tick, () -> turn(job, tick, state, record, queue))) {
      begin(job, tick, state, record, queue, claim);
    }
    return RetryDelay.FIVE_SECONDS;
  }

  /** It has waited for a place; meanwhile another may have done the work, or nobody wants it. */
  private <E extends StageTrigger> void turn(
      Job<E> job, Tick tick, ClusterState state, StageRecord seen, StageQueue queue) {
    Optional<Claim> claim = Optional.empty();
    try {
      claim =
          isAsItWas(state, tick, seen)
              ? leases.claim(state, job.stage().layer())
              : Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn("{} had its turn and could not begin; its tick brings it back", tick.work(), e);
    }
    begin(job, tick, state, seen, queue, claim);
  }

  private static boolean isAsItWas(ClusterState state, Tick tick, StageRecord seen) {
    boolean wanted = state.read().filter(one -> one.generation() == tick.generation()).isPresent();
    return wanted
        && state
            .stage(tick.stage())
            .filter(now -> now.generation() == seen.generation())
            .filter(now -> now.status() == seen.status())
            .filter(now -> now.errors().size() == seen.errors().size())
            .isPresent();
  }

  /** In a place that is given back when the work has ended, or cannot begin. */
  private <E extends StageTrigger> void begin(
      Job<E> job,
      Tick tick,
      ClusterState state,
      StageRecord record,
      StageQueue queue,
      Optional<Claim> claim) {
    boolean begun = false;
    try {
      Event<E> trigger = event(record);
      Optional<Lease> lease = claim.flatMap(Claim::take);
      lease.ifPresent(held -> threads.start(tick, work(job, state, held, trigger, queue)));
      begun = lease.isPresent();
    } finally {
      if (!begun) {
        places.release(tick.stage());
      }
    }
  }

  private <E extends StageTrigger> StageAttempt<E> work(
      Job<E> job, ClusterState state, Lease lease, Event<E> trigger, StageQueue queue) {
    StallDetector liveness = new StallDetector(margin);
    return new StageAttempt<>(job, line, state, lease, queue, attempts, metrics, trigger, liveness);
  }

  /** The build is no longer wanted: whoever works on it stops. */
  void stop(Tick tick) {
    places.forget(tick);
    threads.stop(tick);
  }

  @SuppressWarnings("unchecked") // only an event of that class was ever taken into the record
  private static <E extends StageTrigger> Event<E> event(StageRecord record) {
    return (Event<E>) CloudEventCodec.decode(record.trigger());
  }

  /** Stops all workers and waits a moment for them to give their leases back. */
  @Override
  public void close() {
    places.close();
    threads.close();
  }
}
