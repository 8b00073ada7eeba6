package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.Topology.Rung;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageException;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StateLocation;
import io.clusterline.telemetry.StageMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
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
  private static final Rung TICK = Rung.FIVE_SECONDS;
  private static final Duration TOO_SOON = TICK.delay().dividedBy(2);
  private static final int LAST_ATTEMPT = 12;

  private final StageDefinition<E, ?> definition;
  private final Line line;
  private final StageQueue queue;
  private final StageWorkers workers;
  private final StageMetrics metrics;
  private final Map<String, Long> tickedAt = new ConcurrentHashMap<>();

  public StageConsumer(
      StageDefinition<E, ?> definition,
      Line line,
      StageQueue queue,
      StageWorkers workers,
      StageMetrics metrics) {
    this.definition = definition;
    this.line = line;
    this.queue = queue;
    this.workers = workers;
    this.metrics = metrics;
  }

  @Override
  public void accept(Message<byte[]> message) {
    int attempt = attempt(message);
    try {
      Tick.in(message.getPayload())
          .ifPresentOrElse(this::tick, () -> trigger(message.getPayload()));
    } catch (RuntimeException e) {
      handOn(message.getPayload(), StageException.of(e), attempt);
    }
  }

  private void trigger(byte[] body) {
    Event<E> event = decode(body);
    Tick tick = Tick.of(event.subject(), stage(), generation(event), location(event));
    StageRecord record = take(event, body);
    if (record.generation() > tick.generation()) {
      metrics.message(stage(), "stale");
      return;
    }
    switch (record.status()) {
      case RUNNING, PUBLISHING -> queue.now(tick);
      case COMPLETE -> publishAgain(record);
      case FAILED -> metrics.message(stage(), "already-failed");
    }
    metrics.message(stage(), "taken");
  }

  private StageRecord take(Event<E> event, byte[] body) {
    long generation = generation(event);
    StageRecord taken =
        StageRecord.taken(stage(), generation, new String(body, StandardCharsets.UTF_8));
    return state(location(event), event.subject())
        .changeStage(taken, before -> before.generation() < generation ? taken : before);
  }

  private void tick(Tick tick) {
    if (isTooSoon(tick)) {
      metrics.message(stage(), "duplicate-tick");
      return;
    }
    ClusterState state = state(tick.location(), tick.cluster());
    StageRecord record = state.stage(stage()).orElse(null);
    if (record == null || record.generation() != tick.generation() || record.isTerminal()) {
      tickedAt.remove(tick.work());
      return;
    }
    workers.seeTo(definition, tick, state, record, queue);
    queue.later(tick, TICK);
  }

  /**
   * Two ticks for the same work (one was delivered twice) would live side by side until its end.
   */
  private boolean isTooSoon(Tick tick) {
    long now = System.nanoTime();
    Long before = tickedAt.put(tick.work(), now);
    boolean tooSoon =
        before != null && now - before < TOO_SOON.toNanos() && workers.isWorking(tick);
    if (tooSoon) {
      tickedAt.put(tick.work(), before);
    }
    return tooSoon;
  }

  private void publishAgain(StageRecord record) {
    if (record.result() != null) {
      line.publisher()
          .publish(CloudEventCodec.decode(record.result().getBytes(StandardCharsets.UTF_8)));
    }
    metrics.message(stage(), "published-again");
  }

  /**
   * What failed for a reason that may pass goes onto the ladder, all else to rest. Both before the
   * ack.
   */
  private void handOn(byte[] body, StageException failure, int attempt) {
    if (failure.code().retryable() && attempt < LAST_ATTEMPT) {
      LOG.warn(
          "{}: a message will be tried again (attempt {}): {}",
          stage(),
          attempt,
          failure.getMessage());
      queue.retry(body, attempt);
      metrics.message(stage(), "retried");
    } else {
      LOG.warn(
          "{}: a message is put to rest: {}: {}", stage(), failure.code(), failure.getMessage());
      queue.bury(body, failure, attempt);
      metrics.message(stage(), "buried");
    }
  }

  private Event<E> decode(byte[] body) {
    Event<?> event = CloudEventCodec.decode(body);
    if (!definition.trigger().isInstance(event.data())) {
      throw new StageException(
          ErrorCode.MALFORMED_EVENT,
          stage() + " does not start from a " + event.type().cloudEventsType());
    }
    if (event.clusterUid() == null || event.generation() == null || event.correlationId() == null) {
      throw new StageException(
          ErrorCode.MALFORMED_EVENT,
          "clusteruid, generation or correlationid is missing: they are assigned by the accept stage");
    }
    @SuppressWarnings("unchecked") // the class of its data was just looked at
    Event<E> typed = (Event<E>) event;
    return typed;
  }

  private StageName stage() {
    return definition.name();
  }

  private ClusterState state(StateLocation location, String cluster) {
    return line.state(location, cluster);
  }

  private StateLocation location(Event<E> event) {
    return StateLocation.of(event.data().cluster().spec().aws());
  }

  private static long generation(Event<?> event) {
    Long generation = event.generation();
    return generation == null ? 0 : generation;
  }

  private static int attempt(Message<byte[]> message) {
    Object header = message.getHeaders().get(StageQueue.ATTEMPT);
    return header instanceof Number number ? number.intValue() : 0;
  }
}
