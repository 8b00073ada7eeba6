package io.clusterline.cli;

import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import java.time.Clock;
import java.util.List;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Publishes requests for clusters. */
final class Requests implements AutoCloseable {

  private final BrokerConnections broker;
  private final CachingConnectionFactory connections;
  private final Clock clock;

  Requests(String amqpUri, Clock clock) {
    this.clock = clock;
    this.broker = BrokerConnections.to(amqpUri);
    this.connections = broker.caching();
  }

  /** The queues stand when this returns, whether or not a service runs yet. */
  void declareTopology() {
    new TopologyDeclarer(new RabbitAdmin(connections)).declare();
  }

  /**
   * To be called before anything is published: a broker without the line's exchanges confirms
   * nothing, and the sender learns only by waiting in vain.
   *
   * @throws CliException when no line has ever run on this broker
   */
  void requireLine() {
    String queue = StageName.ACCEPT.queue();
    if (new RabbitAdmin(connections).getQueueInfo(queue) == null) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "no line has run yet on the broker at " + broker.address() + ": it has no queue " + queue,
          "Start one with './clusterline up', or set CLUSTERLINE_RABBITMQ_URI to another broker.");
    }
  }

  /** Asks for that cluster; the broker has the request when this returns. */
  Event<ClusterRequested> publish(Cluster cluster) {
    return publish(cluster, List.of());
  }

  /**
   * As above.
   *
   * @param approvals addresses whose replacement or removal is agreed to
   */
  Event<ClusterRequested> publish(Cluster cluster, List<String> approvals) {
    Event<ClusterRequested> request =
        new Event<>(
            Ids.timeOrdered(clock),
            "/clusterline/cli",
            cluster.name(),
            clock.instant(),
            null,
            null,
            null,
            null,
            null,
            new ClusterRequested(SpecificationWriter.toTree(cluster), null, approvals));
    publish(request);
    return request;
  }

  void publish(Event<?> event) {
    new EventPublisher(new ConfirmedSender(new RabbitTemplate(connections))).publish(event);
  }

  @Override
  public void close() {
    Connections.close(connections);
  }
}
