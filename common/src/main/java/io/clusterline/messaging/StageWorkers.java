package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.Topology.Rung;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
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

  private record Worker(StageWork<?> work, Thread thread) {}

  private final Line line;
  private final Leases leases;
  private final StageMetrics metrics;
  private final int attempts;
  private final Duration margin;
  private final Map<String, Worker> working = new ConcurrentHashMap<>();

  /**
   * @param attempts how often a stage is begun before a failure that may pass is taken as final
   */
  public StageWorkers(Line line, Leases leases, StageMetrics metrics, int attempts) {
    this(line, leases, metrics, attempts, Liveness.MARGIN);
  }

  StageWorkers(Line line, Leases leases, StageMetrics metrics, int attempts, Duration margin) {
    this.line = line;
    this.leases = leases;
    this.metrics = metrics;
    this.attempts = attempts;
    this.margin = margin;
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
      stopIfStalled(tick, ours);
      return Rung.FIVE_SECONDS;
    }
    Optional<Lease> lease = leases.acquire(state, job.stage().layer());
    lease.ifPresent(held ->
        start(
            tick,
            new StageWork<>(
                job,
                line,
                state,
                held,
                queue,
                attempts,
                metrics,
                event(record),
                new Liveness(margin))));
    boolean quiet = lease.isEmpty() && leases.isQuiet(state, job.stage().layer());
    return quiet ? Rung.ONE_SECOND : Rung.FIVE_SECONDS;
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
                working.computeIfPresent(
                    tick.work(), (key, worker) -> worker.work() == work ? null : worker);
              }
            });
    working.put(tick.work(), new Worker(work, thread));
    thread.start();
  }

  /** First asked to end; if that does not help, it is left behind without its lease. */
  private void stopIfStalled(Tick tick, Worker worker) {
    Liveness liveness = worker.work().liveness();
    if (liveness.wasStopped()) {
      LOG.error("work on {} does not end; it is left behind", tick.work());
      worker.work().disown();
      working.remove(tick.work(), worker);
    } else if (liveness.isStalled()) {
      LOG.warn("work on {} has stalled: {}", tick.work(), liveness);
      metrics.message(tick.stage(), "stalled");
      liveness.stop();
      worker.thread().interrupt();
    }
  }

  /** The build is no longer wanted: whoever works on it stops. */
  void stop(Tick tick) {
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
