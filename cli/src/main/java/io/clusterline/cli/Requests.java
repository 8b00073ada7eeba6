package io.clusterline.cli;

import com.rabbitmq.client.AMQP;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.projection.ClusterView;
import java.time.Clock;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Publishes requests for clusters. Write permission on the exchange of events is enough for it. */
final class Requests implements AutoCloseable {

  private final String uri;
  private final BrokerConnections broker;
  private final CachingConnectionFactory connections;
  private final Clock clock;

  Requests(String amqpUri, Clock clock) {
    this.uri = amqpUri;
    this.clock = clock;
    this.broker = BrokerConnections.to(amqpUri);
    this.connections = broker.caching();
  }

  String uri() {
    return uri;
  }

  /** The queues exist when this returns, whether or not a service runs yet. */
  void declareTopology() {
    new TopologyDeclarer(new RabbitAdmin(connections)).declare();
  }

  /**
   * Call it before anything is published: a broker without the exchange sends no confirm, and the
   * sender would wait in vain.
   *
   * @throws CliException when Clusterline has never run on this broker
   */
  void requirePipeline() {
    try {
      new RabbitTemplate(connections)
          .execute(channel -> channel.exchangeDeclarePassive(Topology.EVENTS));
    } catch (AmqpException e) {
      if (JournalAccess.replyCode(e) == AMQP.NOT_FOUND) {
        throw new CliException(
            ExitCode.UNAVAILABLE,
            "Clusterline has never run on the broker at " + broker.address(),
            "Start it with './clusterline up', or set CLUSTERLINE_RABBITMQ_URI to another broker.");
      }
      if (JournalAccess.replyCode(e) != AMQP.ACCESS_REFUSED) { // a write-only user cannot check
        throw e;
      }
    }
  }

  /** A request with an id of its own; the publisher assigns nothing else. */
  <T extends ClusterEvent> Event<T> event(String cluster, T data) {
    return event(cluster, data, clock);
  }

  /** The same, before there is a connection. */
  static <T extends ClusterEvent> Event<T> event(String cluster, T data, Clock clock) {
    return new Event<>(
        Ids.timeOrdered(clock),
        "/clusterline/cli",
        cluster,
        clock.instant(),
        null,
        null,
        null,
        null,
        null,
        data);
  }

  /**
   * Publishes an event; the broker has it when this returns.
   *
   * @throws io.clusterline.failure.ClusterlineException {@code MESSAGE_TOO_LARGE}
   */
  void publish(Event<?> event) {
    EventPublisher publisher =
        new EventPublisher(new ConfirmedSender(new RabbitTemplate(connections)));
    if (ClusterView.isRequest(event)) {
      publisher.request(event);
    } else {
      publisher.publish(event);
    }
  }

  @Override
  public void close() {
    Connections.close(connections);
  }
}
