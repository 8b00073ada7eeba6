package io.clusterline.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Reads the journal: the whole history, then new events. Every watcher reads for itself; nothing is
 * taken away.
 *
 * <p>An offset is what RabbitMQ's {@code x-stream-offset} takes: {@code "first"}, {@code "last"},
 * {@code "next"}, a number, a timestamp, or an interval such as {@code "5m"}.
 */
public final class JournalReader implements AutoCloseable {

  private static final int PREFETCH = 200;
  private static final int BUFFER = 10_000;

  /** An event and its offset in the journal. */
  public record Entry(long offset, Event<?> event) {}

  private final Connection connection;
  private final Predicate<String> concerns;
  private final Channel channel;
  private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>(BUFFER);
  private volatile boolean cancelled;
  private volatile boolean closed;

  /**
   * @param addresses of the broker, as {@link BrokerAddress} reads them
   * @throws IOException when the broker is not reachable or has no journal
   */
  public static JournalReader open(String addresses, Object offset) throws IOException {
    return open(BrokerConnections.to(addresses), offset, routingKey -> true);
  }

  /**
   * As above, for who does not want to hear everything.
   *
   * @param concerns by routing key, {@code infra-ready.eco2}; the rest is not even decoded
   */
  public static JournalReader open(
      BrokerConnections broker, Object offset, Predicate<String> concerns) throws IOException {
    return new JournalReader(broker.open("clusterline journal"), offset, concerns);
  }

  private JournalReader(Connection connection, Object offset, Predicate<String> concerns)
      throws IOException {
    this.connection = connection;
    this.concerns = concerns;
    this.channel = connection.createChannel();
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        Topology.JOURNAL, false, Map.of("x-stream-offset", offset), new Collector(channel));
  }

  /**
   * The next event, or nothing within that time.
   *
   * @throws IOException when the connection is gone, or the journal is
   */
  public Optional<Entry> next(Duration within) throws IOException {
    try {
      Entry entry = entries.poll(within.toMillis(), TimeUnit.MILLISECONDS);
      if (entry == null && cancelled) {
        throw new IOException("the broker ended the reading: the journal was deleted, or moved");
      }
      if (entry == null && !channel.isOpen()) {
        throw new IOException("the broker closed the journal: " + channel.getCloseReason());
      }
      return Optional.ofNullable(entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    connection.close();
  }

  private final class Collector extends DefaultConsumer {
    Collector(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      try {
        if (concerns.test(envelope.getRoutingKey())
            && properties.getHeaders().get("x-stream-offset") instanceof Number offset) {
          put(new Entry(offset.longValue(), CloudEventCodec.decode(body)));
        }
      } catch (ClusterlineException fromANewerVersion) {
        // A watcher shows what it understands; what it does not is still in the journal.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      try {
        getChannel().basicAck(envelope.getDeliveryTag(), false);
      } catch (AlreadyClosedException whoeverReadHasEnough) {
        // What the broker has sent ahead stays in the journal.
      }
    }

    /** Whoever reads may have closed it while the buffer was full. */
    private void put(Entry entry) throws InterruptedException {
      boolean taken = false;
      while (!taken && !closed) {
        taken = entries.offer(entry, 200, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void handleCancel(String tag) {
      cancelled = true;
    }
  }
}
