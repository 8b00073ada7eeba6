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
 * Sends messages to stage queues: at once, after a delay, or to the dead-letter queue. Each is
 * confirmed by the broker when it returns; only then may the delivery be acked.
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

  /** Sends to the queue of any stage. */
  public void send(StageName to, byte[] body) {
    sender.sendRouted("", to.queue(), EventPublisher.message(body));
  }

  /** Sends to the stage's own queue after the delay. */
  public void sendAfter(byte[] body, RetryDelay delay) {
    sender.sendRouted(delay.exchange(), stage.queue(), EventPublisher.message(body));
  }

  /**
   * Sends to the stage's own queue when the next attempt is due.
   *
   * @return after what delay
   */
  public RetryDelay sendWhenDue(byte[] body, int failures) {
    RetryDelay delay = ladder.after(failures);
    sendAfter(body, delay);
    return delay;
  }

  /**
   * Sends a message again whose handling failed for a transient reason, after a delay that grows
   * with the attempts. Keeps the headers of a replay: without them it would be dropped as a copy.
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
   * Returns the id under which a message is dead-lettered.
   *
   * @param distinction differs between two failures of the same message, and is equal when a crash
   *     repeats one of them: the same failure has one id
   */
  public static String deadLetterId(StageName stage, byte[] body, Object... distinction) {
    String text = new String(body, StandardCharsets.UTF_8);
    return Ids.derived(stage, text, java.util.Arrays.toString(distinction));
  }

  /**
   * Sends to the stage's dead-letter queue, with the reason.
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
