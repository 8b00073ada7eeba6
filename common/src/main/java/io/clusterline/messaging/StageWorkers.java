package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageTrigger;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageDefinition;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.StageMetrics;
import java.nio.charset.StandardCharsets;
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

  private final Line line;
  private final Leases leases;
  private final StageMetrics metrics;
  private final int attempts;
  private final Map<String, Thread> working = new ConcurrentHashMap<>();

  /**
   * @param attempts how often a stage is begun before a failure that may pass is taken as final
   */
  public StageWorkers(Line line, Leases leases, StageMetrics metrics, int attempts) {
    this.line = line;
    this.leases = leases;
    this.metrics = metrics;
    this.attempts = attempts;
  }

  boolean isWorking(Tick tick) {
    return working.containsKey(tick.work());
  }

  /** Somebody works on it when this returns: one of ours, or the one who holds the lease. */
  <E extends StageTrigger, C extends StageContext> void seeTo(
      StageDefinition<E, C> definition,
      Tick tick,
      ClusterState state,
      StageRecord record,
      StageQueue queue) {
    if (isWorking(tick)) {
      return;
    }
    Optional<Lease> lease = leases.acquire(state, tick.stage());
    lease.ifPresent(held -> {
      StageWork<E, C> work =
          new StageWork<>(definition, line, state, held, queue, metrics, attempts, event(record));
      start(tick, work);
    });
  }

  private void start(Tick tick, StageWork<?, ?> work) {
    Thread thread =
        Thread.ofVirtual()
            .name("work " + tick.work())
            .unstarted(() -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.error("work on {} ended early; the next tick resumes it", tick.work(), e);
              } finally {
                working.remove(tick.work());
              }
            });
    working.put(tick.work(), thread);
    thread.start();
  }

  @SuppressWarnings("unchecked") // only an event of that class was ever taken into the record
  private static <E extends StageTrigger> Event<E> event(StageRecord record) {
    return (Event<E>) CloudEventCodec.decode(record.trigger().getBytes(StandardCharsets.UTF_8));
  }

  /** Stops all workers and waits a moment for them to give their leases back. */
  @Override
  public void close() {
    working.values().forEach(Thread::interrupt);
    for (Thread thread : working.values()) {
      try {
        thread.join(GOODBYE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
