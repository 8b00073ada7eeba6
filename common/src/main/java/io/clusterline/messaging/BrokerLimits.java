package io.clusterline.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.clusterline.messaging.TopologyDeclarer.TopologyException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * What AMQP lets nobody ask and only a try can tell: that the broker refuses a message over its
 * limit at the publisher. Where it would take one, an event could grow until it stops a consumer.
 */
public final class BrokerLimits {

  /** The largest message, in bytes: RabbitMQ's {@code max_message_size} must be this. */
  public static final int LARGEST_MESSAGE = 1 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private BrokerLimits() {}

  /**
   * Tries on a connection of its own: the refusal that is hoped for closes a channel, which the
   * shared connection would log as an error.
   *
   * @throws TopologyException when the limit is another
   */
  public static void verify(BrokerConnections broker) {
    try (Connection connection = broker.open("clusterline limits")) {
      if (!takes(connection, LARGEST_MESSAGE)) {
        throw weaker("refuses a message of " + LARGEST_MESSAGE + " bytes");
      }
      if (takes(connection, LARGEST_MESSAGE + 1)) {
        throw weaker("takes a message of over " + LARGEST_MESSAGE + " bytes");
      }
    } catch (IOException | TimeoutException e) {
      throw weaker("could not be asked for its limit on messages: " + e.getMessage());
    }
  }

  /** Sends to a queue that does not exist: the size is looked at before the route. */
  private static boolean takes(Connection connection, int bytes)
      throws IOException, TimeoutException {
    Channel channel = connection.createChannel();
    channel.confirmSelect();
    try {
      channel.basicPublish("", "clusterline.limit." + UUID.randomUUID(), null, new byte[bytes]);
      return channel.waitForConfirms(LIMIT.toMillis());
    } catch (ShutdownSignalException refused) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
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
