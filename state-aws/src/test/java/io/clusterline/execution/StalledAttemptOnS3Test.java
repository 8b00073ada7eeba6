package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.event.StageWaiting;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.StageQueue;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.MemoryBroker;
import io.clusterline.testkit.RecordedEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK sends nothing for a thread that is interrupted, and stopping an attempt interrupts. */
@Timeout(120)
class StalledAttemptOnS3Test {

  private static final ClusterLocation SEOUL = new ClusterLocation(null, "ap-northeast-2");

  static {
    AwsStandIn.shared();
  }

  private static final StateStore STATE = StateStore.open();

  private final MemoryBroker broker = new MemoryBroker(new SplittableRandom(1)).inOrder();
  private final ConfirmedSender sender = new ConfirmedSender(broker);
  private final StageRuntime runtime =
      new StageRuntime(new EventPublisher(sender), STATE, Clock.systemUTC());
  private final Leases leases = new Leases("worker", Duration.ofMinutes(5));
  private final Event<ClusterAccepted> trigger = TestLine.accepted(1);

  @BeforeAll
  static void initialise() {
    STATE.initialise(SEOUL);
  }

  @AfterEach
  void close() {
    leases.close();
  }

  @Test
  void givenAStalledAttempt_whenItIsStoppedInItsStep_thenS3HasTheEndAndTheLeaseIsFree()
      throws Exception {
    ClusterState state = runtime.state(SEOUL, trigger.subject());
    RecordedEvents.record(state, trigger);
    StageStore stages = state.stages("uid-1");
    StageRecord taken = StageRecord.ofTrigger(StageName.INFRA, 1, CloudEventCodec.text(trigger));
    StageRecord found = stages.change(taken, before -> before);
    CountDownLatch begun = new CountDownLatch(1);
    StageAttempt<ClusterAccepted> attempt = attempt(state, stages, found, stuck(begun));
    Thread thread = Thread.ofVirtual().start(attempt);
    begun.await();

    attempt.stall().stop();
    attempt.stop();
    thread.join();

    StageRecord record = stages.read(StageName.INFRA).orElseThrow();
    assertThat(record.status()).isEqualTo(Status.WAITING);
    assertThat(record.errors())
        .singleElement()
        .satisfies(error -> assertThat(error).startsWith("STAGE_STALLED"));
    assertThat(waiting())
        .singleElement()
        .satisfies(event -> assertThat(event.code()).isEqualTo("STAGE_STALLED"));
    assertThat(leases.claim(stages, StageName.INFRA)).as("given back at once").isPresent();
  }

  private static TestStage stuck(CountDownLatch begun) {
    return TestStage.running(context -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // as library code does: the flag stays
        throw new IllegalStateException(e);
      }
    });
  }

  private StageAttempt<ClusterAccepted> attempt(
      ClusterState state, StageStore stages, StageRecord found, TestStage stage) {
    Assignment<ClusterAccepted> assignment =
        new Assignment<>(
            new BuildExecutor<>(stage),
            Tick.of(TriggerHandler.ref(trigger), SEOUL, found),
            state,
            stages,
            found,
            new StageQueue(StageName.INFRA, sender, Clock.systemUTC()));
    return new StageAttempt<>(
        runtime,
        assignment,
        new AttemptLimits(5, AttemptLimits.DEATHS, StallDetector.MARGIN),
        leases.acquire(stages, StageName.INFRA).orElseThrow(),
        new StageMetrics(new SimpleMeterRegistry()));
  }

  private List<StageWaiting> waiting() {
    return broker.journal().stream()
        .<Event<?>>map(CloudEventCodec::decode)
        .filter(event -> event.type() == EventType.STAGE_WAITING)
        .map(event -> (StageWaiting) event.data())
        .toList();
  }
}
