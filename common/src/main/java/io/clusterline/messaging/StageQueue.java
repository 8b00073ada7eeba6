package io.clusterline.messaging;

import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.messaging.Topology.RetryDelay;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * What a stage may do with its own queue: send to itself now or later, and put a message to rest.
 * Each is confirmed by the broker when it returns; only then may the delivery be acked.
 */
public final class StageQueue {

  private static final int LONGEST_HEADER = 2_000;

  private final StageName stage;
  private final ConfirmedSender sender;
  private final Clock clock;
  private final RetryLadder ladder = new RetryLadder(RandomGenerator.getDefault());

  public StageQueue(StageName stage, ConfirmedSender sender, Clock clock) {
    this.stage = stage;
    this.sender = sender;
    this.clock = clock;
  }

  /** Into the queue of any stage, at once. */
  public void now(StageName to, byte[] body) {
    sender.sendRouted("", to.queue(), EventPublisher.message(body));
  }

  /** Back into the queue after the rung's delay. */
  public void later(byte[] body, RetryDelay delay) {
    sender.sendRouted(delay.exchange(), stage.queue(), EventPublisher.message(body));
  }

  /** Back into the queue when the next attempt is due. */
  public void whenDue(byte[] body, int failures) {
    later(body, ladder.after(failures));
  }

  /**
   * A message whose handling failed for a reason that may pass: once more, after a delay that
   * grows. A replay stays one: without its headers it would be a copy, and dropped.
   */
  public void retry(Delivery delivery) {
    retry(delivery, Map.of());
  }

  /**
   * As above.
   *
   * @param headers that the message carries from now on
   */
  public void retry(Delivery delivery, Map<String, Object> headers) {
    Message message = EventPublisher.message(delivery.body());
    MessageProperties properties = message.getMessageProperties();
    int attempt = delivery.attempt() + 1;
    delivery
        .message()
        .getHeaders()
        .forEach((name, value) -> {
          if (DeadLetter.REPLAY.contains(name) || DeadLetter.ARRIVAL.contains(name)) {
            properties.setHeader(name, value);
          }
        });
    headers.forEach(properties::setHeader);
    properties.setHeader(DeadLetter.RETRY, attempt);
    sender.sendRouted(ladder.after(attempt).exchange(), stage.queue(), message);
  }

  /**
   * The id under which a message is dead-lettered.
   *
   * @param distinction tells this time from another in which the same message was dead-lettered; a
   *     crash right after it must not, so that the same failure has one id
   */
  public static String deadLetterId(StageName stage, byte[] body, Object... distinction) {
    String text = new String(body, StandardCharsets.UTF_8);
    return Ids.derived(stage, text, java.util.Arrays.toString(distinction));
  }

  /**
   * Into the stage's dead-letter queue, with the reason.
   *
   * @param id of {@link #deadLetterId}
   */
  public void deadLetter(byte[] body, ClusterlineException reason, int attempts, String id) {
    deadLetter(body, reason, attempts, id, Map.of());
  }

  /**
   * As above.
   *
   * @param headers that the dead letter carries beside the reason
   */
  public void deadLetter(
      byte[] body,
      ClusterlineException reason,
      int attempts,
      String id,
      Map<String, Object> headers) {
    Message message = EventPublisher.message(body);
    MessageProperties properties = message.getMessageProperties();
    properties.setMessageId(id);
    properties.setHeader(DeadLetter.ID, id);
    properties.setHeader(DeadLetter.ERROR_CODE, reason.code().name());
    properties.setHeader(DeadLetter.ERROR_MESSAGE, clip(String.valueOf(reason.getMessage())));
    properties.setHeader(DeadLetter.ATTEMPT, attempts);
    properties.setHeader(DeadLetter.DEAD_LETTERED_AT, clock.instant().toString());
    headers.forEach(properties::setHeader);
    nameCluster(body, properties);
    sender.sendRouted("", stage.deadLetterQueue(), message);
  }

  private static void nameCluster(byte[] body, MessageProperties properties) {
    if (body.length > BrokerLimits.LARGEST_MESSAGE) {
      properties.setHeader(DeadLetter.CLUSTER, ""); // reading it could exhaust the memory
      return;
    }
    Envelope envelope = Envelope.of(body);
    properties.setHeader(DeadLetter.CLUSTER, clip(envelope.text("subject").orElse("")));
    properties.setHeader(DeadLetter.GENERATION, envelope.generation().orElse(0L));
  }

  private static String clip(String text) {
    return text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER);
  }
}
