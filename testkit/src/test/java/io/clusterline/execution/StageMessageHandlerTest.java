package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageFailed;
import io.clusterline.failure.ErrorCode;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.StoreCall;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.AmqpException;
import org.springframework.messaging.Message;

/** Outcomes of a message that cannot be handled: nothing is lost in silence. */
@Timeout(60)
class StageMessageHandlerTest {

  private final AttemptBench bench = new AttemptBench();
  private final TestStage stage = TestStage.running(context -> {});

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void
      givenAStateStoreThatDeniesWhenATriggerComesThenItIsDeadLetteredAndPublishedWithoutTheStore() {
    bench.store().on(StoreCall.any()).fails(ErrorCode.AWS_DENIED);

    bench.handler(stage).accept(AttemptBench.message(bench.trigger()));

    assertThat(bench.deadLetters())
        .singleElement()
        .satisfies(deadLetterId -> assertThat(deadLetterId).startsWith("AWS_DENIED"));
    assertThat(bench.events(EventType.STAGE_FAILED))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.correlationId()).isEqualTo("build-1");
          assertThat(((StageFailed) event.data()).code()).isEqualTo("AWS_DENIED");
          assertThat(((StageFailed) event.data()).deadLetterId()).isNotBlank();
        });
  }

  @Test
  void givenCredentialsThatHaveExpiredWhenATriggerComesThenItIsTriedAgain() {
    bench.store().on(StoreCall.any()).fails(ErrorCode.AWS_CREDENTIALS_EXPIRED);

    bench.handler(stage).accept(AttemptBench.message(bench.trigger()));

    assertThat(bench.deadLetters()).isEmpty();
    assertThat(bench.events(EventType.STAGE_FAILED)).isEmpty();
  }

  @Test
  void givenAForgedTriggerWhenItComesThenItIsDeadLetteredAndTheBuildIsNotReportedAsFailed() {
    Event<ClusterAccepted> real = bench.trigger();
    Event<ClusterAccepted> forged =
        new Event<>(
            "forged",
            "/stranger",
            real.subject(),
            real.time(),
            real.clusterUid(),
            real.generation(),
            "another-build",
            null,
            null,
            new ClusterAccepted(SampleClusters.small(), true));

    bench.handler(stage).accept(AttemptBench.message(forged));

    assertThat(bench.deadLetters())
        .singleElement()
        .satisfies(deadLetterId -> assertThat(deadLetterId).startsWith("FORGED_EVENT"));
    assertThat(bench.events(EventType.STAGE_FAILED)).isEmpty();
    assertThat(bench.events(EventType.REQUEST_REFUSED))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.correlationId()).isNull();
          assertThat(((RequestRefused) event.data()).code()).isEqualTo("FORGED_EVENT");
        });
    assertThat(stage.made()).hasValue(0);
  }

  @Test
  void givenAMessageThatCostsAnErrorWhenItComesThenItIsDeadLetteredAtOnce() {
    Consumer<StoreCall> outOfMemory =
        call -> {
          throw new OutOfMemoryError("a test");
        };
    bench
        .store()
        .on(StoreCall.any())
        .times(1)
        .fails(call -> {
          outOfMemory.accept(call);
          return new IllegalStateException();
        });

    bench.handler(stage).accept(AttemptBench.message(bench.trigger()));

    assertThat(bench.deadLetters())
        .singleElement()
        .satisfies(deadLetterId -> assertThat(deadLetterId).contains("OutOfMemoryError"));
  }

  /**
   * As on a broker that is killed meanwhile: nothing more is accepted, and the tick comes again.
   */
  @Test
  void givenATickThatGotANewNumberAndWasNotSentOnWhenItIsRedeliveredThenTheStageGoesOn() {
    StageMessageHandler<ClusterAccepted> handler = bench.handler(stage);
    Message<byte[]> tick = bench.redeliveredTick();
    bench.broker().repeating(0).longestDelay(Duration.ZERO).refusing(1);
    assertThatThrownBy(() -> handler.accept(tick)).isInstanceOf(AmqpException.class);
    bench.awaitLeft(Status.PUBLISHING);
    bench.broker().refusing(0);

    handler.accept(tick);

    bench.deliverTo(handler);
  }

  @Test
  void givenATickThatGotANewNumberWhenItsHandlingFailsAndIsRetriedThenTheStageGoesOn() {
    StageMessageHandler<ClusterAccepted> handler = bench.handler(stage);
    bench.broker().repeating(0).longestDelay(Duration.ZERO);
    bench
        .store()
        .on(StoreCall.key("clusters/small/uid-1/infra/lease"))
        .times(1)
        .fails(ErrorCode.AWS_CREDENTIALS_EXPIRED);

    handler.accept(bench.redeliveredTick());

    bench.deliverTo(handler);
  }
}
