package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.EventType;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.Topology;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stage that nobody looks after, or that is stuck, is found. */
@Timeout(120)
class WatchdogTest {

  private final TestLine test = new TestLine();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenAStageWhoseTickWasLostWhenTheJournalIsReadThenItIsDrivenOn() {
    test.assign(1);
    String trigger = new String(CloudEventCodec.encode(accepted(1)), UTF_8);
    test.stages().change(StageRecord.taken(StageName.INFRA, 1, trigger), taken -> taken);
    TestLine.Replica replica = test.replica(TestStage.doing(context -> {}));

    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();
      sayInTheJournalAlone();

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
            Duration.ofMillis(300))
        .start();
  }

  /** Its queue never saw it, or lost what became of it. */
  private void sayInTheJournalAlone() {
    var event = accepted(1);
    test.sender()
        .sendRouted(
            Topology.JOURNAL,
            event.routingKey(),
            EventPublisher.message(CloudEventCodec.encode(event)));
  }

  /** The engine ends what outlives its deadline; here something before the first step hangs. */
  @Test
  void givenAnAttemptThatIsStuckWhenItsPatienceEndsThenItIsDrivenOnceMoreAndThenSaid() {
    CountDownLatch never = new CountDownLatch(1);
    TestStage stuck =
        TestStage.openingBy(() -> {
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
