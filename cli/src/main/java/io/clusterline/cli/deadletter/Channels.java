package io.clusterline.cli.deadletter;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;

/** Channels of the plain client, with its exceptions classified. */
final class Channels {

  static final int NOT_FOUND = AMQP.NOT_FOUND;
  static final int RESOURCE_LOCKED = AMQP.RESOURCE_LOCKED;

  private Channels() {}

  static Channel open(Connection connection) {
    try {
      return connection.createChannel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closing it returns all unacked messages to their queue. */
  static void close(Channel channel) throws IOException {
    try {
      if (channel.isOpen()) {
        channel.close();
      }
    } catch (TimeoutException e) {
      throw new IOException("the broker does not answer any more", e);
    }
  }

  /** Whether the broker closed the channel for that reason. */
  static boolean isRefusal(IOException failure, int code) {
    return failure.getCause() instanceof ShutdownSignalException signal
        && signal.getReason() instanceof AMQP.Channel.Close close
        && close.getReplyCode() == code;
  }
}
