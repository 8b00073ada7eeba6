package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.Topology;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.Transition;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MisbehavingStore;
import io.clusterline.testkit.StoreCall;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchdog finds a stage that no worker attends to, or that is stuck. */
@Timeout(120)
class WatchdogTest {

  private static final Duration PERIOD = Duration.ofMillis(300);

  private final MisbehavingStore store = new MisbehavingStore();
  private final TestLine test = new TestLine(store);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenAStageWhoseTickWasLostWhenTheJournalIsReadThenItIsDrivenOn() {
    test.assign(1);
    String trigger = new String(CloudEventCodec.encode(accepted(1)), UTF_8);
    test.stages().change(StageRecord.ofTrigger(StageName.INFRA, 1, trigger), taken -> taken);
    TestLine.Replica replica = test.replica(TestStage.running(context -> {}));

    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();
      inTheJournalAlone(accepted(1));

      assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    }
  }

  private Watchdog watching(TestLine.Replica replica) {
    return new Watchdog(
            () -> JournalReader.open(TestBroker.uri().toString(), "first"),
            List.of(replica.handler()),
            test.line,
            replica.leases(),
            test.queue(StageName.INFRA),
            new StageMetrics(registry),
            PERIOD,
            Duration.ofSeconds(2))
        .start();
  }

  /** Its queue never saw it, or lost what became of it. */
  private void inTheJournalAlone(Event<?> event) {
    test.sender()
        .sendRouted(
            Topology.JOURNAL,
            event.routingKey(),
            EventPublisher.message(CloudEventCodec.encode(event)));
  }

  @Test
  void givenAClusterThatCannotBeReadWhenTheRoundIsMadeThenTheOthersAreLookedAtAllTheSame() {
    store.on(StoreCall.key("clusters/denied/")).fails(ErrorCode.AWS_DENIED);
    test.assign(1);
    storeRunning();
    TestLine.Replica replica = test.replica(TestStage.running(context -> {}));

    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();
      inTheJournalAlone(accepted("denied", 1));
      inTheJournalAlone(accepted(1));

      assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    }
    assertThat(messages("watchdog-failed")).isPositive();
  }

  @Test
  void givenAStageThatIsWorkedOnWhenItIsLookedAtOftenThenNoTickIsSentForIt() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    TestLine.Replica replica = test.replica(TestStage.running(context -> await(mayEnd)));

    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();
      test.publish(accepted(1));
      test.awaitStatus(StageName.INFRA, Status.RUNNING);
      store.forgetCalls();
      Wait.until("the watchdog has looked ten times")
          .within(ofSeconds(30))
          .poll(() -> leaseReads() >= 10 ? Seen.yes(true) : Seen.notYet(leaseReads() + " times"));
      mayEnd.countDown();
      test.awaitStatus(StageName.INFRA, Status.COMPLETE);
    }
    assertThat(messages("tick-was-lost")).isZero();
  }

  @Test
  void givenAReplayedStageWithoutATickWhenOnlyItsReplayIsInTheJournalThenItIsTicked() {
    test.assign(1);
    var unused =
        test.stages()
            .change(
                StageRecord.ofTrigger(StageName.INFRA, 1, CloudEventCodec.text(accepted(1))),
                taken ->
                    StageRecords.failed(taken, "{}")
                        .on(new Transition.Replay("dead"), taken.attemptId()));
    TestLine.Replica replica = test.replica(TestStage.running(context -> {}));

    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();
      inTheJournalAlone(replayed());

      assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    }
    assertThat(messages("tick-was-lost")).isEqualTo(1);
  }

  @Test
  void givenATriggerThatWasNeverTakenWhenItCannotBeDelayedAnyLongerThenItIsSentAgain() {
    test.assign(1);
    TestLine.Replica replica = test.replica(TestStage.running(context -> {}));

    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();
      inTheJournalAlone(accepted(1));

      assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    }
    assertThat(messages("trigger-was-lost")).isEqualTo(1);
  }

  private void storeRunning() {
    var unused =
        test.stages()
            .change(
                StageRecord.ofTrigger(StageName.INFRA, 1, CloudEventCodec.text(accepted(1))),
                taken -> taken);
  }

  private long leaseReads() {
    return store.count(StoreCall.reads().and(StoreCall.key("infra/lease.json")));
  }

  private double messages(String outcome) {
    return registry.find("clusterline.messages").tag("fate", outcome).counters().stream()
        .mapToDouble(io.micrometer.core.instrument.Counter::count)
        .sum();
  }

  private Event<StageReplayed> replayed() {
    ClusterRef cluster = new ClusterRef("small", "uid-1", 1, "build-1");
    ClusterLocation location = new ClusterLocation(null, "ap-northeast-2");
    return test.line.event(
        StageName.INFRA,
        cluster,
        null,
        new StageReplayed(StageName.INFRA, location, "dead", 1, List.of(), "fixed", "me"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The engine ends what outlives its deadline; here something before the first step hangs. */
  @Test
  void givenAnAttemptThatIsStuckWhenItsHeartbeatTimeoutEndsThenItIsDrivenOnceMoreAndThenReported() {
    CountDownLatch never = new CountDownLatch(1);
    TestStage stuck =
        TestStage.withOpening(() -> {
          never.await();
          return null;
        });
    test.replica(new BuildExecutor<>(stuck), 5, Duration.ofMillis(200));

    test.publish(accepted(1));

    StageFailed failed = (StageFailed) test.nextEvent(StageName.ACCEPT).data();
    assertThat(failed.code()).isEqualTo("STAGE_STALLED");
    assertThat(failed.message()).contains("no sign of life");
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(failed.lastErrors()).hasSize(1);
    test.awaitStatus(StageName.INFRA, Status.FAILED);
  }
}
