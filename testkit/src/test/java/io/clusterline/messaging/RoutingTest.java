package io.clusterline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.testkit.TestBroker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Whatever a cluster's name, its events reach the stage that they trigger. */
@Timeout(60)
class RoutingTest {

  private final CachingConnectionFactory connections =
      BrokerConnections.to(TestBroker.uri().toString()).caching();
  private final RabbitAdmin admin = new RabbitAdmin(connections);

  @BeforeEach
  void declare() {
    new TopologyDeclarer(admin).declare();
  }

  @AfterEach
  void close() {
    Connections.close(connections);
  }

  @ParameterizedTest
  @EnumSource
  void givenADottedNameWhenPublishedThenEachTriggerReachesItsStage(StageName stage) {
    admin.purgeQueue(stage.queue());
    RabbitTemplate template = new RabbitTemplate(connections);
    template.setReceiveTimeout(Duration.ofSeconds(10).toMillis());
    ConfirmedSender sender = new ConfirmedSender(new RabbitTemplate(connections));

    Topology.triggersOf(stage)
        .forEach(trigger -> {
          String key = trigger.routingWord() + ".prod.eu";
          sender.sendRouted(Topology.EVENTS, key, EventPublisher.message(new byte[] {1}));

          Message received = template.receive(stage.queue());
          assertThat(received).as(key).isNotNull();
          assertThat(received.getMessageProperties().getReceivedRoutingKey()).isEqualTo(key);
        });
  }
}
