package io.clusterline.messaging;

import java.util.ConcurrentModificationException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** The end of a connection factory. */
public final class Connections {

  private static final int TRIES = 3;

  private Connections() {}

  /**
   * Closes all channels and the connection. A confirm wakes the sender before a thread of Spring's
   * has returned the channel to the cache, and {@code destroy} looks through the cache unguarded;
   * so who closes right after a send may meet that thread there, and looks again.
   */
  public static void close(CachingConnectionFactory connections) {
    for (int left = TRIES; left > 0; left--) {
      try {
        connections.destroy();
        return;
      } catch (ConcurrentModificationException met) {
        if (left == 1) {
          throw met;
        }
      }
    }
  }
}
