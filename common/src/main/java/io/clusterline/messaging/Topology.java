package io.clusterline.messaging;

import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;

/** Declares every exchange, queue and binding, in one place. */
public final class Topology {

  /** Topic exchange of all events; routing key {@code <event>.<cluster>}. */
  public static final String EVENTS = "clusterline.events";

  /** Exchange and stream of all events. */
  public static final String JOURNAL = "clusterline.journal";

  /**
   * How often a message is delivered again after its consumer died, before the broker dead-letters
   * it. Attempts are counted by the stage records. Whoever starts services again outlasts it.
   */
  public static final int DELIVERY_LIMIT = 20;

  /** The rungs of the retry ladder: one wait queue each, shared by all stages. */
  public enum RetryDelay {
    ONE_SECOND(Duration.ofSeconds(1)),
    FIVE_SECONDS(Duration.ofSeconds(5)),
    THIRTY_SECONDS(Duration.ofSeconds(30)),
    TWO_MINUTES(Duration.ofMinutes(2)),
    TEN_MINUTES(Duration.ofMinutes(10));

    private final Duration delay;

    RetryDelay(Duration delay) {
      this.delay = delay;
    }

    public Duration delay() {
      return delay;
    }

    /** Name of its exchange and of its queue: {@code clusterline.retry.5s}. */
    public String exchange() {
      return "clusterline.retry." + delay.toSeconds() + "s";
    }
  }

  private Topology() {}

  /** The events that arrive in a stage's queue. */
  public static List<EventType> triggersOf(StageName stage) {
    return stage.triggers().stream().map(EventType::of).toList();
  }

  /** Whether some stage waits for that event: then it must never be unroutable. */
  public static boolean hasConsumer(EventType type) {
    return Arrays.stream(StageName.values())
        .anyMatch(stage -> stage.triggers().contains(type.data()));
  }

  /** Everything, in an order in which it can be declared. */
  public static Declarables declarables() {
    List<Declarable> all = new ArrayList<>();
    TopicExchange events = new TopicExchange(EVENTS);
    all.add(events);
    journal(all);
    Arrays.stream(RetryDelay.values()).forEach(delay -> addRetryDelay(all, delay));
    Arrays.stream(StageName.values()).forEach(stage -> stage(all, stage, events));
    return new Declarables(all);
  }

  private static void journal(List<Declarable> all) {
    FanoutExchange exchange = new FanoutExchange(JOURNAL);
    Queue stream =
        QueueBuilder.durable(JOURNAL)
            .withArgument("x-queue-type", "stream")
            .withArgument("x-max-age", "30D")
            .withArgument("x-max-length-bytes", 1L << 30)
            .withArgument("x-stream-max-segment-size-bytes", 16L << 20)
            .build();
    all.add(exchange);
    all.add(stream);
    all.add(BindingBuilder.bind(stream).to(exchange));
  }

  /** After its delay a message returns to the queue that its routing key names. */
  private static void addRetryDelay(List<Declarable> all, RetryDelay delay) {
    FanoutExchange exchange = new FanoutExchange(delay.exchange());
    Queue queue =
        QueueBuilder.durable(delay.exchange())
            .quorum()
            .withArgument("x-message-ttl", delay.delay().toMillis())
            .withArgument("x-dead-letter-exchange", "")
            .withArgument("x-dead-letter-strategy", "at-least-once")
            .withArgument("x-overflow", "reject-publish")
            .build();
    all.add(exchange);
    all.add(queue);
    all.add(BindingBuilder.bind(queue).to(exchange));
  }

  private static void stage(List<Declarable> all, StageName stage, TopicExchange events) {
    Queue deadLetters = QueueBuilder.durable(stage.deadLetterQueue()).quorum().build();
    Queue queue =
        QueueBuilder.durable(stage.queue())
            .quorum()
            .withArgument("x-delivery-limit", DELIVERY_LIMIT)
            .withArgument("x-dead-letter-exchange", "")
            .withArgument("x-dead-letter-routing-key", stage.deadLetterQueue())
            .withArgument("x-dead-letter-strategy", "at-least-once")
            .withArgument("x-overflow", "reject-publish")
            .build();
    all.add(deadLetters);
    all.add(queue);
    triggersOf(stage)
        .forEach(trigger ->
            all.add(BindingBuilder.bind(queue).to(events).with(trigger.routingWord() + ".#")));
  }
}
