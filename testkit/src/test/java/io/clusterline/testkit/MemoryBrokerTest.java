package io.clusterline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.ConfirmedSender.UndeliveredException;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.testkit.MemoryBroker.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryBrokerTest {

  private final MemoryBroker broker = new MemoryBroker(new SplittableRandom(5));
  private final ConfirmedSender sender = new ConfirmedSender(broker);

  @Test
  void givenMessagesWhenInOrderAndNotRepeatedThenEachComesOnceAsItWasSent() {
    broker.inOrder().repeating(0);
    List<String> sent = numbers();
    sent.forEach(this::send);

    assertThat(delivered()).isEqualTo(sent);
  }

  @Test
  void givenMessagesWhenNotConfiguredThenTheyComeInAnyOrderAndSomeMoreThanOnce() {
    List<String> sent = numbers();
    sent.forEach(this::send);

    List<String> came = delivered();

    assertThat(came).containsAll(sent).hasSizeGreaterThan(sent.size());
    assertThat(came.stream().distinct().toList()).isNotEqualTo(sent);
  }

  @Test
  void givenAMessageThatWasDeliveredWhenAskedAgainThenItComesOnceMore() {
    broker.repeating(0);
    send("late");
    broker.next();

    assertThat(broker.next()).isEmpty();
    assertThat(broker.redeliverAny().map(MemoryBrokerTest::text)).contains("late");
  }

  @Test
  void givenALostConfirmWhenSentThenTheSenderFailsAndTheMessageComes() {
    broker.losingConfirms(1);

    assertThatThrownBy(() -> send("taken"))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("connection was lost");
    assertThat(broker.next().map(MemoryBrokerTest::text)).contains("taken");
  }

  @Test
  void givenARefusalWhenSentThenTheSenderFailsAndNothingComes() {
    broker.refusing(1);

    assertThatThrownBy(() -> send("refused")).isInstanceOf(UndeliveredException.class);
    assertThat(broker.next()).isEmpty();
  }

  @Test
  void givenAnInterruptedThreadWhenItSendsThenItIsNotConfirmed() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> send("unknown"))
          .isInstanceOf(UndeliveredException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void givenNoQueueOfThatNameWhenSentThenItIsReturned() {
    assertThatThrownBy(
            () -> sender.sendRouted("", "nowhere", EventPublisher.message(bytes("lost"))))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("no queue takes nowhere");
  }

  @Test
  void givenAnEventWhenPublishedThenItIsInTheQueuesOfThoseWhoWaitForIt() {
    broker.repeating(0);
    String key = Topology.triggersOf(StageName.INFRA).getFirst().routingWord() + ".small";

    sender.sendRouted(Topology.EVENTS, key, EventPublisher.message(bytes("event")));

    List<StageName> takers =
        Stream.generate(broker::next)
            .limit(9)
            .flatMap(Optional::stream)
            .map(Delivery::stage)
            .toList();
    assertThat(takers).contains(StageName.INFRA);
  }

  @Test
  void givenARetryWhenItsDelayIsNotOverThenItDoesNotCome() {
    String queue = StageName.INFRA.queue();

    sender.sendRouted(
        RetryDelay.TEN_MINUTES.exchange(), queue, EventPublisher.message(bytes("later")));

    assertThat(broker.next()).isEmpty();
  }

  @Test
  void givenADeadLetterWhenTakenThenItIsNoLongerThere() {
    var stage = new StageQueue(StageName.INFRA, sender, Clock.systemUTC());
    var reason = new ClusterlineException(ErrorCode.AWS_DENIED, "no right");
    stage.deadLetter(bytes("dead"), reason, 1, "letter-1");

    assertThat(broker.deadLetterReasons()).containsExactly("AWS_DENIED: no right");
    assertThat(broker.takeDeadLetter(StageName.BOOTSTRAP)).isEmpty();
    assertThat(broker.takeDeadLetter(StageName.INFRA).orElseThrow().getBody())
        .isEqualTo(bytes("dead"));
    assertThat(broker.deadLetters()).isEmpty();
  }

  private static List<String> numbers() {
    return IntStream.range(0, 50).mapToObj(Integer::toString).toList();
  }

  private void send(String text) {
    sender.sendRouted("", StageName.INFRA.queue(), EventPublisher.message(bytes(text)));
  }

  private List<String> delivered() {
    List<String> texts = new ArrayList<>();
    for (var next = broker.next(); next.isPresent(); next = broker.next()) {
      texts.add(text(next.get()));
    }
    return texts;
  }

  private static String text(Delivery delivery) {
    return new String(delivery.message().getPayload(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
