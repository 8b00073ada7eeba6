package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.BrokerLimits;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.testkit.TestBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.Message;

/** A poison message is dead-lettered with its reason; nothing blocks, nothing loops. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class PoisonTest {

  private final TestLine test = new TestLine();
  private final TestStage stage = TestStage.running(context -> {});

  @BeforeAll
  void start() {
    test.assign(1);
    test.replica(stage);
  }

  @AfterAll
  void close() throws Exception {
    test.close();
  }

  static List<Poison> poison() {
    return Poison.all();
  }

  @Test
  void givenTheListWhenCountedThenItIsLong() {
    assertThat(Poison.all()).hasSizeGreaterThanOrEqualTo(50);
    assertThat(Poison.all()).extracting(Poison::what).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("poison")
  void givenPoisonWhenItArrivesThenItIsDeadLetteredUnchangedWithItsReason(Poison poison) {
    int made = stage.made().get();

    send(poison);

    Message dead = test.next(StageName.INFRA.deadLetterQueue());
    Map<String, Object> headers = dead.getMessageProperties().getHeaders();
    assertThat(dead.getBody()).isEqualTo(poison.body());
    assertThat(headers).containsEntry(DeadLetter.ERROR_CODE, poison.code());
    assertThat(String.valueOf(headers.get(DeadLetter.ERROR_MESSAGE)))
        .contains(poison.reason())
        .doesNotContain("Exception", "\tat ");
    assertThat(stage.made()).hasValue(made);
  }

  @Test
  void givenMuchPoisonWhenATriggerComesBehindItThenItsStageRuns() {
    List<Poison> all = Poison.all();
    all.forEach(this::send);
    test.publish(accepted(1));

    assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    all.forEach(one -> test.next(StageName.INFRA.deadLetterQueue()));
    assertThat(test.admin().getQueueInfo(StageName.INFRA.queue()).getMessageCount()).isZero();
  }

  @Test
  void givenAMessageOverTheLimitWhenPublishedThenThePublisherRefusesItWithSizeAndLimit() {
    assertThatThrownBy(() -> test.publish(Oversized.accepted()))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageContaining("a message may have " + BrokerLimits.LARGEST_MESSAGE)
        .extracting("code")
        .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

    test.publish(accepted(1));
    assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
  }

  @Test
  void givenABrokerWithTheRightLimitWhenVerifiedThenItIsAccepted() {
    BrokerLimits.verify(BrokerConnections.to(TestBroker.uri().toString()));
  }

  private void send(Poison poison) {
    Message message = EventPublisher.message(poison.body());
    Object encoding = poison.headers().get("content_encoding");
    if (encoding != null) {
      message.getMessageProperties().setContentEncoding(encoding.toString());
    }
    test.sender().sendRouted("", StageName.INFRA.queue(), message);
  }
}
