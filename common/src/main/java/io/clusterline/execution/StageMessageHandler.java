package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.Transition;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.messaging.Message;

/**
 * Handles the messages of a stage's queue: its trigger and its ticks. The work itself runs
 * elsewhere, so no delivery is held for long: a trigger becomes a stage record and a tick; a tick
 * ensures that the stage is worked on.
 */
public final class StageMessageHandler<E extends StageTrigger>
    implements Consumer<Message<byte[]>> {

  private final StageExecutor<E> executor;
  private final StageRuntime runtime;
  private final StageQueue queue;
  private final StageDispatcher dispatcher;
  private final StageMetrics metrics;
  private final TriggerHandler<E> triggers;
  private final UndeliverableMessages undeliverable;
  private final Map<StageKey, Seen> seen = new ConcurrentHashMap<>();

  /** A tick that was sent on, when, and with what delay. */
  private record Seen(String number, long at, Duration delay) {

    private static final Duration LONGEST = RetryDelay.FIVE_SECONDS.delay().dividedBy(2);

    /** Whether it cannot have come back yet. */
    boolean isOnTheWay() {
      Duration half = delay.dividedBy(2);
      return System.nanoTime() - at < Math.min(half.toNanos(), LONGEST.toNanos());
    }
  }

  StageMessageHandler(
      StageExecutor<E> executor,
      StageRuntime runtime,
      StageQueue queue,
      StageDispatcher dispatcher,
      StageMetrics metrics) {
    this.executor = executor;
    this.runtime = runtime;
    this.queue = queue;
    this.dispatcher = dispatcher;
    this.metrics = metrics;
    this.triggers = new TriggerHandler<>(executor, runtime);
    this.undeliverable = new UndeliverableMessages(executor.stage(), runtime, queue, metrics);
    dispatcher.announce(executor.stage());
  }

  @Override
  public void accept(Message<byte[]> message) {
    Delivery delivery = new Delivery(message);
    try {
      Tick.in(delivery.body())
          .ifPresentOrElse(tick -> tick(tick, isRepeated(delivery)), () -> trigger(delivery));
    } catch (RuntimeException | Error e) {
      undeliverable.retryOrDeadLetter(delivery, e);
    }
  }

  private void trigger(Delivery delivery) {
    Event<E> event = triggers.decode(delivery);
    ClusterLocation location = ClusterLocation.of(event.data().cluster().spec().aws());
    ClusterState state = runtime.state(location, event.subject());
    triggers
        .verified(state, event)
        .ifPresentOrElse(
            recorded -> acceptTrigger(state, location, recorded, Replay.in(delivery.message())),
            () -> metrics.message(stage(), "stale"));
  }

  private void acceptTrigger(
      ClusterState state, ClusterLocation location, Event<E> event, Optional<Replay> replay) {
    ClusterRef cluster = TriggerHandler.ref(event);
    StageStore stages = state.stages(cluster.uid());
    StageRecord record = triggers.accept(stages, event, replay);
    if (record.generation() != cluster.generation()) {
      metrics.message(stage(), "stale");
      return;
    }
    boolean isReplayed = replay.isPresent() && !record.isTerminal();
    if (isReplayed) {
      new DownstreamReset(stages)
          .rerunWhatFailedForIt(stage(), cluster.generation(), replay.get().deadLetterId());
      tickLaterStages(stages, cluster, location);
    }
    Tick tick = Tick.of(cluster, location, record);
    switch (record.status()) {
      case RUNNING, PUBLISHING, FAILING -> start(assignment(tick, state, stages, record));
      case WAITING -> queue.send(stage(), tick.encode());
      case COMPLETE -> publishAgain(record);
      case FAILED, RESET -> metrics.message(stage(), "already-failed");
    }
    metrics.message(stage(), "taken");
  }

  /**
   * Stages that a replay restarts, and whose trigger does not come again. Before this stage starts:
   * it may have ended when this delivery is repeated, and then nobody would know of them.
   */
  private void tickLaterStages(StageStore stages, ClusterRef cluster, ClusterLocation location) {
    new DownstreamReset(stages)
        .toTick(stage(), cluster.generation())
        .forEach(one -> queue.send(one.stage(), Tick.of(cluster, location, one).encode()));
  }

  private Assignment<E> assignment(
      Tick tick, ClusterState state, StageStore stages, StageRecord record) {
    return new Assignment<>(executor, tick, state, stages, record, queue);
  }

  /** First the tick that outlives us, then the work: it need not wait for a tick to come round. */
  private void start(Assignment<E> assignment) {
    queue.sendAfter(assignment.tick().encode(), RetryDelay.FIVE_SECONDS);
    recordTick(assignment.tick(), RetryDelay.FIVE_SECONDS);
    var unused = dispatcher.ensureRunning(assignment);
  }

  /**
   * An earlier delivery of it did not end well, and it is unknown how far that came: perhaps to a
   * new number that no message has.
   */
  private static boolean isRepeated(Delivery delivery) {
    return delivery.isRedelivered() || delivery.attempt() > 0;
  }

  private void tick(Tick tick, boolean repeated) {
    if (!repeated && isTooSoon(tick)) {
      metrics.message(stage(), "duplicate-tick");
      return;
    }
    ClusterState state = runtime.state(tick.location(), tick.cluster().name());
    StageStore stages = state.stages(tick.cluster().uid());
    StageRecord record = stages.read(stage()).orElse(null);
    if (record == null || !(repeated ? tick.isOf(record) : tick.isFor(record))) {
      seen.remove(tick.key());
      metrics.message(stage(), "late-tick");
      return;
    }
    if (!isCurrent(state, tick)) {
      dispatcher.stop(tick);
      metrics.message(stage(), "superseded");
      return;
    }
    Tick next = repeated ? renewed(tick, stages, record) : tick;
    resume(assignment(next, state, stages, record));
  }

  private void resume(Assignment<E> assignment) {
    Tick tick = assignment.tick();
    int failures = assignment.record().errors().size();
    RetryDelay delay;
    if (assignment.record().status() == Status.WAITING && tick.failures() < failures) {
      delay = queue.sendWhenDue(tick.after(failures).encode(), failures);
      metrics.retried(stage(), delay.delay());
    } else {
      delay = dispatcher.ensureRunning(assignment);
      queue.sendAfter(tick.encode(), delay);
    }
    recordTick(tick, delay);
  }

  private static boolean isCurrent(ClusterState state, Tick tick) {
    return state
        .read()
        .filter(cluster -> cluster.generation() == tick.generation())
        .filter(cluster -> cluster.uid().equals(tick.cluster().uid()))
        .isPresent();
  }

  /**
   * It may have been sent on before its delivery ended: only the newest copy counts. Whatever
   * number the record has, this message is not acknowledged before its successor is sent.
   */
  private Tick renewed(Tick tick, StageStore stages, StageRecord record) {
    StageRecord ticking =
        stages
            .update(
                stage(),
                now -> tick.isOf(now) ? now.on(new Transition.Retick(), now.attemptId()) : now)
            .orElse(record);
    return tick.renewed(ticking);
  }

  /**
   * Two ticks of the same number would stay until the stage ends. Only a tick that was sent on and
   * cannot be back yet has a twin: another number is a new tick, a redelivered one may be the only
   * one.
   */
  private boolean isTooSoon(Tick tick) {
    Seen before = seen.get(tick.key());
    return before != null
        && before.number().equals(tick.number())
        && before.isOnTheWay()
        && dispatcher.isRunning(tick.key());
  }

  private void recordTick(Tick tick, RetryDelay delay) {
    seen.put(tick.key(), new Seen(tick.number(), System.nanoTime(), delay.delay()));
  }

  /** Whether a tick of that stage arrived, or this process works on it: then nothing is lost. */
  boolean isAttendedTo(StageKey key, Duration within) {
    Seen before = seen.get(key);
    boolean recently = before != null && System.nanoTime() - before.at() < within.toNanos();
    return recently || dispatcher.isWorkingOn(key);
  }

  private void publishAgain(StageRecord record) {
    runtime.publisher().publish(CloudEventCodec.decode(Objects.requireNonNull(record.result())));
    metrics.message(stage(), "published-again");
  }

  /** Whose queue it consumes. */
  public StageName stage() {
    return executor.stage();
  }
}
