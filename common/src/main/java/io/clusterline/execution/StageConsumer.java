package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * What arrives in a stage's queue: its trigger and its ticks. Nothing is worked on here, so no
 * delivery is held for long: a trigger becomes a stage record and a tick; a tick sees to it that
 * somebody works.
 */
public final class StageConsumer<E extends StageTrigger> implements Consumer<Message<byte[]>> {

  private static final Logger LOG = LoggerFactory.getLogger(StageConsumer.class);
  private static final Duration TOO_SOON = RetryDelay.FIVE_SECONDS.delay().dividedBy(2);
  private static final int LAST_ATTEMPT = 12;

  private final Job<E> job;
  private final StageRuntime line;
  private final StageQueue queue;
  private final StageDispatcher workers;
  private final StageMetrics metrics;
  private final Triggers<E> triggers;
  private final Map<String, SentOn> sentOn = new ConcurrentHashMap<>();

  /** A tick that was sent on, and when. */
  private record SentOn(String number, long at) {}

  StageConsumer(
      Job<E> job,
      StageRuntime line,
      StageQueue queue,
      StageDispatcher workers,
      StageMetrics metrics) {
    this.job = job;
    this.line = line;
    this.queue = queue;
    this.workers = workers;
    this.metrics = metrics;
    this.triggers = new Triggers<>(job, line, queue);
  }

  @Override
  public void accept(Message<byte[]> message) {
    Delivery delivery = new Delivery(message);
    try {
      Tick.in(delivery.body())
          .ifPresentOrElse(tick -> tick(tick, delivery.isRedelivered()), () -> trigger(delivery));
    } catch (RuntimeException e) {
      retryOrDeadLetter(delivery, ClusterlineException.of(e));
    }
  }

  private void trigger(Delivery delivery) {
    Event<E> event = triggers.decode(delivery);
    ClusterLocation location = ClusterLocation.of(event.data().cluster().spec().aws());
    ClusterState state = line.state(location, event.subject());
    if (!GenerationGuard.isCurrent(state, event)) {
      metrics.message(stage(), "stale");
      return;
    }
    Optional<Replay> replay = Replay.in(delivery.message());
    StageRecord record = triggers.take(state, event, delivery.text(), replay);
    switch (record.status()) {
      case RUNNING, PUBLISHING -> begin(Tick.of(event.subject(), location, record), state, record);
      case WAITING -> queue.now(stage(), Tick.of(event.subject(), location, record).encode());
      case COMPLETE -> publishAgain(record);
      case FAILED, RESET -> metrics.message(stage(), "already-failed");
    }
    metrics.message(stage(), "taken");
  }

  /** First the tick that outlives us, then the work: it need not wait for a tick to come round. */
  private void begin(Tick tick, ClusterState state, StageRecord record) {
    queue.later(tick.encode(), RetryDelay.FIVE_SECONDS);
    var unused = workers.ensureRunning(job, tick, state, record, queue);
  }

  private void tick(Tick tick, boolean redelivered) {
    if (!redelivered && isTooSoon(tick)) {
      metrics.message(stage(), "duplicate-tick");
      return;
    }
    ClusterState state = line.state(tick.location(), tick.cluster());
    StageRecord record = state.stage(stage()).orElse(null);
    if (record == null || !isFor(record, tick)) {
      sentOn.remove(tick.work());
      metrics.message(stage(), "late-tick");
      return;
    }
    if (!isCurrent(state, tick)) {
      workers.stop(tick);
      metrics.message(stage(), "superseded");
      return;
    }
    goOn(redelivered ? renewed(tick, state, record) : tick, state, record);
  }

  private void goOn(Tick tick, ClusterState state, StageRecord record) {
    int failures = record.errors().size();
    if (record.status() == Status.WAITING && tick.failures() < failures) {
      queue.whenDue(tick.after(failures).encode(), failures);
      return;
    }
    queue.later(tick.encode(), workers.ensureRunning(job, tick, state, record, queue));
    sentOn.put(tick.work(), new SentOn(tick.number(), System.nanoTime()));
  }

  private static boolean isFor(StageRecord record, Tick tick) {
    return record.generation() == tick.generation()
        && record.tick().equals(tick.number())
        && !record.isTerminal();
  }

  private static boolean isCurrent(ClusterState state, Tick tick) {
    return state.read().filter(cluster -> cluster.generation() == tick.generation()).isPresent();
  }

  /** It may have been sent on before its delivery broke off: only one of the two goes on. */
  private Tick renewed(Tick tick, ClusterState state, StageRecord record) {
    StageRecord ticking =
        state.updateStage(stage(), now -> isFor(now, tick) ? now.ticking() : now).orElse(record);
    return tick.renewed(ticking);
  }

  /**
   * Two of the same number would live side by side until the stage ends. Only one that was surely
   * sent on has a twin: another number is a new tick, a redelivered one may be the last there is.
   */
  private boolean isTooSoon(Tick tick) {
    SentOn before = sentOn.get(tick.work());
    return before != null
        && before.number().equals(tick.number())
        && System.nanoTime() - before.at() < TOO_SOON.toNanos()
        && workers.isWorking(tick);
  }

  private void publishAgain(StageRecord record) {
    line.publisher().publish(CloudEventCodec.decode(Objects.requireNonNull(record.result())));
    metrics.message(stage(), "published-again");
  }

  /**
   * What failed for a reason that may pass goes onto the ladder, all else to rest. Both before the
   * ack; when neither succeeds the delivery goes back to the queue.
   */
  private void retryOrDeadLetter(Delivery delivery, ClusterlineException failure) {
    int attempt = delivery.attempt();
    boolean again = failure.code().retryable() && attempt < LAST_ATTEMPT;
    LOG.warn(
        "{}: a message {} (attempt {}): {}: {}",
        stage(),
        again ? "will be tried again" : "is put to rest",
        attempt + 1,
        failure.code(),
        failure.getMessage());
    if (again) {
      queue.retry(delivery);
    } else {
      queue.deadLetter(delivery.body(), failure, attempt + 1);
    }
    metrics.message(stage(), again ? "retried" : "buried");
  }

  /** Whose queue it consumes. */
  public StageName stage() {
    return job.stage();
  }
}
