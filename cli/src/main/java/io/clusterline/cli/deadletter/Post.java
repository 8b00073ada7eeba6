package io.clusterline.cli.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.clusterline.cli.deadletter.DeadLetterQueue.Held;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends dead letters back to the queue in which they failed. */
public final class Post {

  private static final long CONFIRM_MILLIS = 10_000;

  private final Channel channel;
  private final AtomicReference<@Nullable String> returned = new AtomicReference<>();

  Post(Channel channel) throws IOException {
    this.channel = channel;
    channel.addReturnListener(message -> returned.set(message.getReplyText()));
    channel.confirmSelect();
  }

  /**
   * Publishes it to its stage's queue, by the default exchange.
   *
   * @return false when there is no such queue: then the dead letter must stay where it is
   * @throws IOException when the broker does not confirm: it may be there
   */
  public boolean republish(Held held, String reason, String replayedBy) throws IOException {
    BasicProperties properties =
        ReplayProperties.of(held.response().getProps(), reason, replayedBy);
    returned.set(null);
    String queue = held.deadLetter().stage().queue();
    channel.basicPublish("", queue, true, properties, held.response().getBody());
    awaitConfirm(queue);
    return returned.get() == null; // a return comes before its confirm
  }

  private void awaitConfirm(String queue) throws IOException {
    try {
      if (!channel.waitForConfirms(CONFIRM_MILLIS)) {
        throw new IOException("the broker refused the dead letter for " + queue);
      }
    } catch (TimeoutException e) {
      throw new IOException(
          "the broker did not confirm the dead letter for "
              + queue
              + " within "
              + CONFIRM_MILLIS / 1000
              + " s",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the dead letter for " + queue + " was confirmed", e);
    }
  }
}
