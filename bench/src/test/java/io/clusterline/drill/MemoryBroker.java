package io.clusterline.drill;

import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.Topology.RetryDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.support.SimpleAmqpHeaderMapper;
import org.springframework.messaging.support.GenericMessage;

/**
 * A broker without any order, in memory: routes as the topology says, confirms everything, and
 * hands out whatever it likes, once, twice or long after it was acked; only what is on a rung of
 * the ladder does not come before its time.
 */
final class MemoryBroker extends RabbitTemplate {

  /** In which stage's queue, and what. */
  record Delivery(
      StageName stage, org.springframework.messaging.Message<byte[]> message, long dueAt) {

    boolean isDue() {
      return System.nanoTime() - dueAt >= 0;
    }
  }

  private final SimpleAmqpHeaderMapper headers = new SimpleAmqpHeaderMapper();
  private final RandomGenerator random;
  private final List<Delivery> waiting = new ArrayList<>();
  private final List<Delivery> delivered = new ArrayList<>();
  private final List<byte[]> journal = new ArrayList<>();
  private final List<String> deadLetters = new ArrayList<>();

  MemoryBroker(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public void send(
      String exchange, String routingKey, Message message, CorrelationData correlation) {
    route(exchange, routingKey, message);
    correlation.getFuture().complete(new CorrelationData.Confirm(true, ""));
  }

  private synchronized void route(String exchange, String routingKey, Message message) {
    if (exchange.equals(Topology.JOURNAL)) {
      journal.add(message.getBody());
    } else if (routingKey.endsWith(".dlq")) {
      var properties = message.getMessageProperties();
      deadLetters.add(
          properties.getHeader(DeadLetter.ERROR_CODE)
              + ": "
              + properties.getHeader(DeadLetter.ERROR_MESSAGE));
    } else {
      Arrays.stream(StageName.values())
          .filter(stage ->
              exchange.equals(Topology.EVENTS)
                  ? takes(stage, routingKey)
                  : stage.queue().equals(routingKey))
          .forEach(stage -> waiting.add(delivery(stage, message, delay(exchange))));
    }
  }

  private static boolean takes(StageName stage, String routingKey) {
    return Topology.triggersOf(stage).stream()
        .map(EventType::routingWord)
        .anyMatch(word -> routingKey.startsWith(word + "."));
  }

  private static Duration delay(String exchange) {
    return Arrays.stream(RetryDelay.values())
        .filter(rung -> rung.exchange().equals(exchange))
        .map(RetryDelay::delay)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private Delivery delivery(StageName stage, Message message, Duration delay) {
    var headed = headers.toHeaders(message.getMessageProperties());
    return new Delivery(
        stage,
        new GenericMessage<>(message.getBody(), headed),
        System.nanoTime() + delay.toNanos());
  }

  /** Any message that waits and is due; it may stay where it is, and so come again. */
  synchronized Optional<Delivery> any() {
    int[] due = IntStream.range(0, waiting.size()).filter(i -> waiting.get(i).isDue()).toArray();
    if (due.length == 0) {
      return Optional.empty();
    }
    int index = due[random.nextInt(due.length)];
    Delivery next = waiting.get(index);
    if (random.nextInt(5) > 0) {
      waiting.set(index, waiting.getLast()); // whose place does not matter
      waiting.removeLast();
    }
    delivered.add(next);
    return Optional.of(next);
  }

  /** Any message that came before, once more. */
  synchronized Optional<Delivery> again() {
    return delivered.isEmpty()
        ? Optional.empty()
        : Optional.of(delivered.get(random.nextInt(delivered.size())));
  }

  synchronized List<byte[]> journal() {
    return List.copyOf(journal);
  }

  /** Why each message came to rest that did. */
  synchronized List<String> deadLetters() {
    return List.copyOf(deadLetters);
  }
}
