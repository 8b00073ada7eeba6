package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.AttemptId;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.Transition;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MemoryBroker;
import io.clusterline.testkit.MisbehavingStore;
import io.clusterline.testkit.RecordedEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** One accepted cluster whose infra stage was taken, and attempts at it, all in memory. */
final class AttemptBench implements AutoCloseable {

  static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);
  static final int DEATHS = 3;
  private static final int ATTEMPTS = 5;

  private final MisbehavingStore store = new MisbehavingStore();
  private final MemoryBroker broker = new MemoryBroker(new SplittableRandom(1)).inOrder();
  private final ConfirmedSender sender = new ConfirmedSender(broker);
  private final StageRuntime runtime =
      new StageRuntime(new EventPublisher(sender), store, Clock.systemUTC());
  private final Leases leases = new Leases(UUID.randomUUID().toString(), TIME_TO_LIVE);
  private final ClusterLocation location = new ClusterLocation(null, "ap-northeast-2");
  private final Event<ClusterAccepted> trigger = TestLine.accepted(1);

  AttemptBench() {
    RecordedEvents.record(state(), trigger);
    StageRecord taken = StageRecord.ofTrigger(StageName.INFRA, 1, CloudEventCodec.text(trigger));
    var unused = stages().change(taken, before -> before);
  }

  MisbehavingStore store() {
    return store;
  }

  MemoryBroker broker() {
    return broker;
  }

  ClusterState state() {
    return runtime.state(location, "small");
  }

  private StageStore stages() {
    return state().stages("uid-1");
  }

  ClusterRef cluster() {
    return TriggerHandler.ref(trigger);
  }

  Lease lease() {
    return leases.acquire(stages(), StageName.INFRA).orElseThrow();
  }

  boolean isLeaseFree() {
    return leases.claim(stages(), StageName.INFRA).isPresent();
  }

  /** From now on no heartbeat proves that a lease is held. */
  void freezeHeartbeats() {
    leases.close();
  }

  /** An attempt that found the record as it is now. */
  StageAttempt<ClusterAccepted> attempt(TestStage stage) {
    StageRecord found = record();
    Assignment<ClusterAccepted> assignment =
        new Assignment<>(
            new BuildExecutor<>(stage),
            Tick.of(cluster(), location, found),
            state(),
            stages(),
            found,
            new StageQueue(StageName.INFRA, sender, Clock.systemUTC()));
    return new StageAttempt<>(
        runtime,
        assignment,
        new AttemptLimits(ATTEMPTS, DEATHS, StallDetector.MARGIN),
        lease(),
        new StageMetrics(new SimpleMeterRegistry()));
  }

  /** Handles what comes to the infra stage, with dispatcher and attempts of its own. */
  StageMessageHandler<ClusterAccepted> handler(TestStage stage) {
    StageMetrics metrics = new StageMetrics(new SimpleMeterRegistry());
    StageDispatcher dispatcher =
        new StageDispatcher(
            runtime, leases, metrics, new AttemptLimits(ATTEMPTS, DEATHS, StallDetector.MARGIN), 1);
    return new StageMessageHandler<>(
        new BuildExecutor<>(stage),
        runtime,
        new StageQueue(StageName.INFRA, sender, Clock.systemUTC()),
        dispatcher,
        metrics);
  }

  /** A message as the queue delivers it for the first time. */
  static Message<byte[]> message(Event<?> event) {
    return MessageBuilder.withPayload(CloudEventCodec.encode(event)).build();
  }

  /** The tick of the stage, delivered again after a delivery that was never acknowledged. */
  Message<byte[]> redeliveredTick() {
    return MessageBuilder.withPayload(Tick.of(cluster(), location, record()).encode())
        .setHeader(AmqpHeaders.REDELIVERED, true)
        .build();
  }

  /** Delivers what is in the queue until the stage is complete. */
  void deliverTo(StageMessageHandler<?> handler) {
    Wait.until("the stage is complete")
        .within(Duration.ofSeconds(10))
        .poll(() -> {
          broker.next().ifPresent(delivery -> handler.accept(delivery.message()));
          return record().status() == Status.COMPLETE
              ? Seen.yes(true)
              : Seen.notYet(record().toString());
        });
  }

  /** Returns when an attempt has left the stage so. */
  void awaitLeft(Status status) {
    Wait.until("an attempt left the stage " + status)
        .within(Duration.ofSeconds(10))
        .poll(() ->
            record().status() == status && isLeaseFree()
                ? Seen.yes(true)
                : Seen.notYet(record().toString()));
  }

  Event<ClusterAccepted> trigger() {
    return trigger;
  }

  StageRecord record() {
    return stages().read(StageName.INFRA).orElseThrow();
  }

  /** Another stage of the same build is complete, triggered and ended by that event. */
  void complete(StageName stage, String event) {
    StageRecord taken = StageRecord.ofTrigger(stage, 1, event);
    AttemptId first = new AttemptId(1, 1);
    var unused =
        stages()
            .change(
                taken
                    .on(new Transition.Begin(), taken.attemptId())
                    .on(new Transition.Finish(event), first)
                    .on(new Transition.Published(), first),
                before -> before);
  }

  /** A move of the attempt that the record holds now. */
  void move(Transition transition) {
    var unused = stages().move(StageName.INFRA, record().attemptId(), transition).orElseThrow();
  }

  /** A newer generation is accepted. */
  void supersede() {
    changeCluster(now ->
        now.accepting(
            "/test", "newer", Objects.requireNonNull(now.specification()), "build-2", List.of()));
  }

  void approve(String address) {
    changeCluster(now ->
        new ClusterRecord(
            now.name(),
            now.uid(),
            now.generation(),
            now.specification(),
            now.buildId(),
            now.phase(),
            now.order(),
            now.previous(),
            now.changed(),
            List.of(address),
            now.requests(),
            now.rotation()));
  }

  private void changeCluster(java.util.function.UnaryOperator<ClusterRecord> change) {
    ClusterState state = state();
    var unused = state.change(state.read().orElseThrow(), change);
  }

  Collection<LedgerEntry> ledger() {
    return stages().ledger(StageName.INFRA).entries().values();
  }

  /** The published events of that type, oldest first. */
  List<Event<?>> events(EventType type) {
    return broker.journal().stream()
        .<Event<?>>map(CloudEventCodec::decode)
        .filter(event -> event.type() == type)
        .toList();
  }

  List<String> deadLetters() {
    return broker.deadLetterReasons();
  }

  @Override
  public void close() {
    leases.close();
  }
}
