package io.clusterline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.broker.BrokerNode;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.TopologyDeclarer.TopologyException;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.node.JsonNodeFactory;

/** Brokers with other limits than 1 MiB, and what our own senders do about it. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class BrokerLimitsTest {

  @TempDir private static Path folder;

  private BrokerNode node;
  private BrokerConnections broker;
  private CachingConnectionFactory connections;

  @BeforeAll
  void start() {
    node = TestBroker.ownNode(folder);
    broker = BrokerConnections.to(node.addresses());
    connections = broker.caching();
    new TopologyDeclarer(new RabbitAdmin(connections)).declare();
  }

  @AfterAll
  void close() {
    Connections.close(connections);
    node.close();
  }

  private void limit(int bytes) {
    node.rabbitmqctl("eval", "application:set_env(rabbit, max_message_size, " + bytes + ").");
  }

  @Test
  void givenABrokerThatTakesLargerMessagesWhenVerifiedThenItIsFine() {
    limit(16 << 20);

    BrokerLimits.verify(broker);
  }

  @Test
  void givenABrokerThatTakesLessWhenVerifiedThenTheSettingIsNamed() {
    limit(BrokerLimits.LARGEST_MESSAGE - 1);

    assertThatThrownBy(() -> BrokerLimits.verify(broker))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("max_message_size to at least 1048576");
  }

  @Test
  void givenARequestOverItsLimitWhenPublishedThenItIsRefusedWithSizeAndLimitBeforeItIsSent() {
    limit(16 << 20);
    EventPublisher publisher =
        new EventPublisher(new ConfirmedSender(new RabbitTemplate(connections)));

    publisher.publish(request(BrokerLimits.LARGEST_REQUEST - 1_000));
    assertThatThrownBy(() -> publisher.publish(request(BrokerLimits.LARGEST_REQUEST)))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageContaining("a message may have " + BrokerLimits.LARGEST_REQUEST)
        .extracting("code")
        .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
  }

  @Test
  void givenAMessageFromOutsideOverTheLimitWhenItArrivesThenItIsDeadLetteredUnread() {
    limit(16 << 20);
    byte[] large = new byte[3 << 20];
    Delivery delivery = new Delivery(new GenericMessage<>(large));
    StageQueue queue =
        new StageQueue(
            StageName.ACCEPT,
            new ConfirmedSender(new RabbitTemplate(connections)),
            Clock.systemUTC());

    assertThatThrownBy(delivery::event)
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            tooLarge -> {
              assertThat(tooLarge.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
              assertThat(tooLarge).hasMessageContainingAll("3145728", "1048576");
              String id = StageQueue.deadLetterId(StageName.ACCEPT, large);
              assertThatCode(() -> queue.deadLetter(large, tooLarge, 1, id))
                  .doesNotThrowAnyException();
            });
  }

  private static Event<ClusterRequested> request(int bytes) {
    var values = JsonNodeFactory.instance.objectNode().put("values", "v".repeat(bytes));
    return new Event<>(
        "1",
        "/tests",
        "large",
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        null,
        ClusterRequested.of(values));
  }
}
