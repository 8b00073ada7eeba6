package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.Topology.Rung;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.Leases.Claim;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one process: at most one per cluster and stage, each under its lease. */
public final class StageWorkers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StageWorkers.class);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  /** As in {@code line.yaml}. */
  private static final int AT_ONCE = 8;

  private record Worker(StageWork<?> work, Thread thread) {}

  private final Line line;
  private final Leases leases;
  private final StageMetrics metrics;
  private final int attempts;
  private final Duration margin;
  private final Places places;
  private final Map<String, Worker> working = new ConcurrentHashMap<>();

  /** Which works on as many at once as a service does by default. */
  public StageWorkers(Line line, Leases leases, StageMetrics metrics, int attempts) {
    this(line, leases, metrics, attempts, AT_ONCE);
  }

  /**
   * @param attempts how often a stage is begun before a failure that may pass is taken as final
   * @param atOnce how many stages of one name are worked on at once; the others wait their turn
   */
  public StageWorkers(Line line, Leases leases, StageMetrics metrics, int attempts, int atOnce) {
    this(line, leases, metrics, attempts, atOnce, Liveness.MARGIN);
  }

  StageWorkers(
      Line line, Leases leases, StageMetrics metrics, int attempts, int atOnce, Duration margin) {
    this.line = line;
    this.leases = leases;
    this.metrics = metrics;
    this.attempts = attempts;
    this.margin = margin;
    this.places = new Places(atOnce, metrics);
  }

  boolean isWorking(Tick tick) {
    return working.containsKey(tick.work());
  }

  /**
   * Sees to it that somebody works on it: one of ours, or the one who holds the lease.
   *
   * @return when to look again
   */
  <E extends StageTrigger> Rung seeTo(
      Job<E> job, Tick tick, ClusterState state, StageRecord record, StageQueue queue) {
    Worker ours = working.get(tick.work());
    if (ours != null) {
      if (ours.work().generation() < tick.generation()) {
        ours.thread().interrupt(); // it may wait for what its own generation never gets
        return Rung.ONE_SECOND;
      }
      stopIfStalled(tick, ours);
      return Rung.FIVE_SECONDS;
    }
    Optional<Claim> claim = leases.claim(state, job.stage().layer());
    if (claim.isEmpty()) {
      places.forget(tick);
      return leases.isQuiet(state, job.stage().layer()) ? Rung.ONE_SECOND : Rung.FIVE_SECONDS;
    }
    if (places.take(tick, () -> turn(job, tick, state, record, queue))) {
      begin(job, tick, state, record, queue, claim);
    }
    return Rung.FIVE_SECONDS;
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
      lease.ifPresent(held -> start(tick, work(job, state, held, trigger, queue)));
      begun = lease.isPresent();
    } finally {
      if (!begun) {
        places.giveBack(tick.stage());
      }
    }
  }

  private <E extends StageTrigger> StageWork<E> work(
      Job<E> job, ClusterState state, Lease lease, Event<E> trigger, StageQueue queue) {
    Liveness liveness = new Liveness(margin);
    return new StageWork<>(job, line, state, lease, queue, attempts, metrics, trigger, liveness);
  }

  private void start(Tick tick, StageWork<?> work) {
    Thread thread =
        Thread.ofVirtual()
            .name("work " + tick.work())
            .unstarted(() -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                LOG.error("work on {} ended early; the next tick resumes it", tick.work(), e);
              } finally {
                ended(tick, work);
              }
            });
    working.put(tick.work(), new Worker(work, thread));
    thread.start();
  }

  /** One that was left behind has given its place back before. */
  private void ended(Tick tick, StageWork<?> work) {
    Worker worker = working.get(tick.work());
    if (worker != null && worker.work() == work && working.remove(tick.work(), worker)) {
      places.giveBack(tick.stage());
    }
  }

  /** First asked to end; if that does not help, it is left behind without its lease. */
  private void stopIfStalled(Tick tick, Worker worker) {
    Liveness liveness = worker.work().liveness();
    if (liveness.wasStopped()) {
      LOG.error("work on {} does not end; it is left behind", tick.work());
      worker.work().disown();
      ended(tick, worker.work());
    } else if (liveness.isStalled()) {
      LOG.warn("work on {} has stalled: {}", tick.work(), liveness);
      metrics.message(tick.stage(), "stalled");
      liveness.stop();
      worker.thread().interrupt();
    }
  }

  /** The build is no longer wanted: whoever works on it stops. */
  void stop(Tick tick) {
    places.forget(tick);
    Worker worker = working.get(tick.work());
    if (worker != null) {
      worker.thread().interrupt();
    }
  }

  @SuppressWarnings("unchecked") // only an event of that class was ever taken into the record
  private static <E extends StageTrigger> Event<E> event(StageRecord record) {
    return (Event<E>) CloudEventCodec.decode(record.trigger());
  }

  /** Stops all workers and waits a moment for them to give their leases back. */
  @Override
  public void close() {
    places.close();
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
