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
 * How large a message may be. Our publishers keep the limit themselves; the broker may take more
 * ({@code max_message_size}), never less. AMQP cannot query that, so a message of this size is
 * published to no queue.
 */
public final class BrokerLimits {

  /** The largest event, in bytes: RabbitMQ's {@code max_message_size} must be at least this. */
  public static final int LARGEST_MESSAGE = 1 << 20;

  /**
   * The largest request for a cluster, in bytes. The events of its stages carry the specification
   * on, together with what was built: about 1 kB a machine.
   */
  public static final int LARGEST_REQUEST = LARGEST_MESSAGE / 2;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private BrokerLimits() {}

  /**
   * Tries on a connection of its own: the refusal that is hoped for closes a channel, which the
   * shared connection would log as an error.
   *
   * @throws TopologyException when the broker accepts less
   */
  public static void verify(BrokerConnections broker) {
    try (Connection connection = broker.open("clusterline limits")) {
      if (!accepts(connection, LARGEST_MESSAGE)) {
        throw weaker("refuses a message of " + LARGEST_MESSAGE + " bytes");
      }
    } catch (IOException | TimeoutException e) {
      throw weaker("could not be asked for its limit on messages: " + e.getMessage());
    }
  }

  /** Sends to a queue that does not exist: the broker checks the size before the route. */
  private static boolean accepts(Connection connection, int bytes)
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
            + ". Set max_message_size to at least "
            + LARGEST_MESSAGE
            + " in its rabbitmq.conf and restart it, then start again.");
  }
}
