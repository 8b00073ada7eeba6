package io.clusterline.testkit;

import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.Topology.RetryDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.amqp.support.SimpleAmqpHeaderMapper;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/**
 * A broker in memory that only guarantees to lose no confirmed message: it routes by the topology
 * and delivers in any order, once, twice or long after the ack. Only a message on the retry ladder
 * is not delivered before its time.
 *
 * <p>The caller of {@link #next} or {@link #redeliverAny} decides when a message is delivered. As
 * with RabbitMQ's client, a thread that is interrupted gets no confirm, and it is unknown whether
 * its message was accepted.
 */
public final class MemoryBroker extends RabbitTemplate {

  private static final int NO_ROUTE = 312;

  /**
   * A message of a stage's queue.
   *
   * @param dueAt when its delay is over, by {@link System#nanoTime()}
   */
  public record Delivery(
      StageName stage, org.springframework.messaging.Message<byte[]> message, long dueAt) {

    boolean isDue() {
      return System.nanoTime() - dueAt >= 0;
    }
  }

  /** A message in a stage's dead-letter queue. */
  public record DeadLettered(StageName stage, Message message) {

    /** The id in its dead-letter header. */
    public String id() {
      return String.valueOf(header(DeadLetter.ID));
    }

    /** The error code of the dead letter. */
    public String code() {
      return String.valueOf(header(DeadLetter.ERROR_CODE));
    }

    private @Nullable Object header(String name) {
      return message.getMessageProperties().getHeader(name);
    }

    @Override
    public String toString() {
      return code() + ": " + header(DeadLetter.ERROR_MESSAGE);
    }
  }

  private final SimpleAmqpHeaderMapper headers = new SimpleAmqpHeaderMapper();
  private final RandomGenerator random;
  private final List<Delivery> waiting = new ArrayList<>();
  private final List<Delivery> delivered = new ArrayList<>();
  private final List<byte[]> journal = new ArrayList<>();
  private final List<DeadLettered> deadLetters = new ArrayList<>();
  private boolean inOrder;
  private double repeating = 0.2;
  private double losingConfirms;
  private double refusing;
  private Duration longestDelay = Duration.ofDays(1);

  /** Delivers in any order and, unless told otherwise, every fifth message more than once. */
  public MemoryBroker(RandomGenerator random) {
    this.random = random;
  }

  /** Delivers the oldest message first. */
  public synchronized MemoryBroker inOrder() {
    inOrder = true;
    return this;
  }

  /** With that probability a delivered message stays in its queue, and so is delivered again. */
  public synchronized MemoryBroker repeating(double chance) {
    repeating = chance;
    return this;
  }

  /** With that probability a message is accepted, but reported to the sender as rejected. */
  public synchronized MemoryBroker losingConfirms(double chance) {
    losingConfirms = chance;
    return this;
  }

  /** With that probability a message is rejected, and reported so. */
  public synchronized MemoryBroker refusing(double chance) {
    refusing = chance;
    return this;
  }

  /** The longest wait on the retry ladder, whatever the delay is. */
  public synchronized MemoryBroker longestDelay(Duration delay) {
    longestDelay = delay;
    return this;
  }

  @Override
  public void send(
      @Nullable String toExchange,
      @Nullable String toQueue,
      Message message,
      @Nullable CorrelationData correlation) {
    String exchange = Objects.requireNonNullElse(toExchange, "");
    String routingKey = Objects.requireNonNullElse(toQueue, "");
    if (chance(Thread.currentThread().isInterrupted() ? 0.5 : refusing)) {
      answer(correlation, "the test has it refused");
      return;
    }
    if (!route(exchange, routingKey, message) && correlation != null) {
      correlation.setReturned(
          new ReturnedMessage(message, NO_ROUTE, "NO_ROUTE", exchange, routingKey));
    }
    answer(correlation, chance(losingConfirms) ? "the connection was lost" : null);
  }

  private static void answer(@Nullable CorrelationData correlation, @Nullable String refusal) {
    if (correlation != null && !Thread.currentThread().isInterrupted()) {
      correlation.getFuture().complete(new CorrelationData.Confirm(refusal == null, refusal));
    }
  }

  private synchronized boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private synchronized boolean route(String exchange, String routingKey, Message message) {
    if (exchange.equals(Topology.JOURNAL)) {
      return journal.add(message.getBody());
    }
    if (exchange.equals(Topology.EVENTS)) {
      return into(stage -> isTrigger(stage, routingKey), exchange, message);
    }
    for (StageName stage : StageName.values()) {
      if (stage.deadLetterQueue().equals(routingKey)) {
        return deadLetters.add(new DeadLettered(stage, message));
      }
    }
    return into(stage -> stage.queue().equals(routingKey), exchange, message);
  }

  private boolean into(Predicate<StageName> stages, String exchange, Message message) {
    List<StageName> taking = Arrays.stream(StageName.values()).filter(stages).toList();
    taking.forEach(stage -> waiting.add(delivery(stage, message, delay(exchange))));
    return !taking.isEmpty();
  }

  private static boolean isTrigger(StageName stage, String routingKey) {
    return Topology.triggersOf(stage).stream()
        .map(EventType::routingWord)
        .anyMatch(word -> routingKey.startsWith(word + "."));
  }

  private static Duration delay(String exchange) {
    return Arrays.stream(RetryDelay.values())
        .filter(delay -> delay.exchange().equals(exchange))
        .map(RetryDelay::delay)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private Delivery delivery(StageName stage, Message message, Duration delay) {
    var headed = headers.toHeaders(message.getMessageProperties());
    long wait = Math.min(delay.toNanos(), longestDelay.toNanos());
    return new Delivery(
        stage, new GenericMessage<>(message.getBody(), headed), System.nanoTime() + wait);
  }

  /** The delivery ended before its ack: the message is redelivered and marked so. */
  public synchronized void redeliver(Delivery delivery) {
    var message =
        MessageBuilder.fromMessage(delivery.message())
            .setHeader(AmqpHeaders.REDELIVERED, true)
            .build();
    waiting.add(new Delivery(delivery.stage(), message, System.nanoTime()));
  }

  /** Whether no message waits in any queue that is due. */
  public synchronized boolean isIdle() {
    return waiting.stream().noneMatch(Delivery::isDue);
  }

  /** Whether no message waits in any queue, due or not. */
  public synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** A message that waits and is due; it may stay where it is, and so come again. */
  public synchronized Optional<Delivery> next() {
    int[] due = IntStream.range(0, waiting.size()).filter(i -> waiting.get(i).isDue()).toArray();
    if (due.length == 0) {
      return Optional.empty();
    }
    int index = inOrder ? due[0] : due[random.nextInt(due.length)];
    Delivery next = waiting.get(index);
    if (random.nextDouble() >= repeating) {
      waiting.remove(index);
    }
    delivered.add(next);
    return Optional.of(next);
  }

  /** Redelivers any earlier message. */
  public synchronized Optional<Delivery> redeliverAny() {
    return delivered.isEmpty()
        ? Optional.empty()
        : Optional.of(delivered.get(random.nextInt(delivered.size())));
  }

  /** Everything that was published, oldest first. */
  public synchronized List<byte[]> journal() {
    return List.copyOf(journal);
  }

  /** Why each message was dead-lettered that was: {@code CODE: message}. */
  public synchronized List<String> deadLetterReasons() {
    return deadLetters.stream().map(DeadLettered::toString).toList();
  }

  /** The messages in the dead-letter queues, oldest first. */
  public synchronized List<DeadLettered> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** Takes the oldest message out of a stage's dead-letter queue. */
  public synchronized Optional<Message> takeDeadLetter(StageName stage) {
    Optional<DeadLettered> oldest =
        deadLetters.stream().filter(one -> one.stage() == stage).findFirst();
    oldest.ifPresent(deadLetters::remove);
    return oldest.map(DeadLettered::message);
  }

  /** Puts a copy of a dead letter into the stage's queue, wherever the original is. */
  public synchronized void repeat(DeadLettered deadLetter) {
    waiting.add(delivery(deadLetter.stage(), deadLetter.message(), Duration.ZERO));
  }

  /** Replays: moves it from the dead-letter queue into the stage's queue, its headers kept. */
  public synchronized void replay(DeadLettered deadLetter) {
    if (deadLetters.remove(deadLetter)) {
      repeat(deadLetter);
    }
  }
}
