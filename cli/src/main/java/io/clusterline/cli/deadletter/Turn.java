package io.clusterline.cli.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.time.Duration;

/**
 * A lock on the dead-letter queues: while one command holds the messages, another would see none.
 * The lock is a queue that is exclusive to a connection; the broker deletes it with the connection,
 * however that ends.
 */
final class Turn {

  private static final String QUEUE = "clusterline.dead-letters.turn";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Turn() {}

  static void await(Connection connection) {
    Wait.until("no other command works on the dead letters")
        .within(PATIENCE)
        .atMostEvery(Duration.ofMillis(200))
        .poll(() -> tryLock(connection) ? Seen.yes(true) : Seen.notYet("another one does"));
  }

  private static boolean tryLock(Connection connection) {
    Channel channel = Channels.open(connection);
    try {
      channel.queueDeclare(QUEUE, false, true, true, null);
      return true;
    } catch (IOException refused) {
      if (Channels.isRefusal(refused, Channels.RESOURCE_LOCKED)) {
        return false;
      }
      throw new java.io.UncheckedIOException(refused);
    }
  }
}
