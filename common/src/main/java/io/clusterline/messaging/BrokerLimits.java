package io.clusterline.messaging;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.clusterline.messaging.TopologyDeclarer.TopologyException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * What AMQP lets nobody ask and only a try can tell: that the broker refuses a message over its
 * limit at the publisher. Where it would take one, an event could grow until it stops a consumer.
 */
final class BrokerLimits {

  /** The largest message, in bytes: RabbitMQ's {@code max_message_size} must be this. */
  static final int LARGEST_MESSAGE = 1 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ConnectionFactory connections;

  BrokerLimits(ConnectionFactory connections) {
    this.connections = connections;
  }

  /**
   * @throws TopologyException when the limit is another
   */
  void verify() {
    try (Connection connection = connections.createConnection()) {
      if (!takes(connection, LARGEST_MESSAGE)) {
        throw weaker("refuses a message of " + LARGEST_MESSAGE + " bytes");
      }
      if (takes(connection, LARGEST_MESSAGE + 1)) {
        throw weaker("takes a message of over " + LARGEST_MESSAGE + " bytes");
      }
    }
  }

  /** Sends to a queue that does not exist: the size is looked at before the route. */
  private static boolean takes(Connection connection, int bytes) {
    Channel channel = connection.createChannel(false);
    try {
      channel.confirmSelect();
      channel.basicPublish("", "clusterline.limit." + UUID.randomUUID(), null, new byte[bytes]);
      return channel.waitForConfirms(LIMIT.toMillis());
    } catch (ShutdownSignalException | IOException refused) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw weaker("was not asked for its limit: interrupted");
    } catch (TimeoutException e) {
      throw weaker("did not answer within " + LIMIT.toSeconds() + " s");
    } finally {
      close(channel);
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (AlreadyClosedException | IOException | TimeoutException closedByTheBroker) {
      // A refusal closes the channel.
    }
  }

  private static TopologyException weaker(String what) {
    return new TopologyException(
        "the broker "
            + what
            + ". Set max_message_size = "
            + LARGEST_MESSAGE
            + " in its rabbitmq.conf and restart it, then start again.");
  }
}
