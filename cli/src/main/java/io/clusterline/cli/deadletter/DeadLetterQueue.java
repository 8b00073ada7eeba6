package io.clusterline.cli.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.clusterline.event.StageName;
import io.clusterline.messaging.BrokerConnections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The dead-letter queues of a broker. A reader holds the messages unacked and releases them in the
 * end, so that they stay in place and in order; one is acked only when its replay or discard is
 * confirmed. A crash in between can duplicate a dead letter, never lose one.
 */
public final class DeadLetterQueue implements AutoCloseable {

  private final Connection connection;

  private DeadLetterQueue(Connection connection) {
    this.connection = connection;
  }

  /** Waits for its turn: one command at a time. */
  public static DeadLetterQueue open(String amqpUri) throws IOException {
    Connection connection = BrokerConnections.to(amqpUri).open("clusterline dead letters");
    Turn.await(connection);
    return new DeadLetterQueue(connection);
  }

  /** Every dead letter of these stages, the oldest of each stage first. */
  public List<StoredDeadLetter> browse(Collection<StageName> stages) throws IOException {
    List<StoredDeadLetter> deadLetters = new ArrayList<>();
    for (StageName stage : stages) {
      withHeld(stage, (channel, held) -> held.forEach(one -> deadLetters.add(one.deadLetter())));
    }
    return deadLetters;
  }

  /** Handles one dead letter; true: it may leave its queue. */
  public interface Handling {
    boolean handle(Held held, Post post) throws IOException;
  }

  /** A dead letter with the broker's response. */
  public record Held(StoredDeadLetter deadLetter, GetResponse response) {}

  /** Passes the chosen dead letters of a stage on, one after the other. */
  public void handle(StageName stage, Predicate<StoredDeadLetter> chosen, Handling handling)
      throws IOException {
    withHeld(
        stage,
        (channel, held) -> {
          Post post = new Post(channel);
          for (Held one : held) {
            if (chosen.test(one.deadLetter()) && handling.handle(one, post)) {
              channel.basicAck(one.response().getEnvelope().getDeliveryTag(), false);
            }
          }
        });
  }

  private interface Visit {
    void accept(Channel channel, List<Held> held) throws IOException;
  }

  /** A stage that never ran on this broker has no queue, and so no dead letters. */
  private void withHeld(StageName stage, Visit visit) throws IOException {
    Channel channel = Channels.open(connection);
    try {
      visit.accept(channel, receiveAll(channel, stage));
    } catch (IOException e) {
      if (!Channels.isRefusal(e, Channels.NOT_FOUND)) {
        throw e;
      }
    } finally {
      Channels.close(channel);
    }
  }

  /** Only the messages present at the start: later ones are left for the next command. */
  private static List<Held> receiveAll(Channel channel, StageName stage) throws IOException {
    List<Held> held = new ArrayList<>();
    GetResponse next = channel.basicGet(stage.deadLetterQueue(), false);
    int left = next == null ? 0 : next.getMessageCount();
    while (next != null) {
      held.add(new Held(StoredDeadLetter.of(stage, next.getProps(), next.getBody()), next));
      next = left-- > 0 ? channel.basicGet(stage.deadLetterQueue(), false) : null;
    }
    return held;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
