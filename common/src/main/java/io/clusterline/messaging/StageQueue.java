package io.clusterline.messaging;

import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.messaging.Topology.Rung;
import io.clusterline.stage.StageException;
import java.nio.charset.StandardCharsets;
import org.springframework.amqp.core.Message;

/**
 * What a stage may do with its own queue: send to itself now or later, and put a message to rest.
 */
public final class StageQueue {

  /** How often a message went through the ladder. */
  public static final String ATTEMPT = "x-clusterline-attempt";

  static final String ERROR_CODE = "x-clusterline-error-code";
  static final String ERROR_MESSAGE = "x-clusterline-error-message";
  static final String DEAD_LETTER_ID = "x-clusterline-dead-letter-id";
  private static final int LONGEST_HEADER = 2_000;

  private final StageName stage;
  private final ConfirmedSender sender;

  public StageQueue(StageName stage, ConfirmedSender sender) {
    this.stage = stage;
    this.sender = sender;
  }

  /** Back into the queue at once. */
  void now(Tick tick) {
    sender.sendRouted("", stage.queue(), EventPublisher.message(tick.encode()));
  }

  /** Back into the queue after the rung's delay. */
  void later(Tick tick, Rung rung) {
    sender.sendRouted(rung.exchange(), stage.queue(), EventPublisher.message(tick.encode()));
  }

  /**
   * A message whose handling failed for a reason that may pass: once more, after a delay that
   * grows.
   */
  public void retry(byte[] body, int attempt) {
    Message message = EventPublisher.message(body);
    message.getMessageProperties().setHeader(ATTEMPT, attempt + 1);
    Rung[] ladder = Rung.values();
    sender.sendRouted(
        ladder[Math.min(attempt, ladder.length - 1)].exchange(), stage.queue(), message);
  }

  /**
   * Into the stage's dead-letter queue, with the reason.
   *
   * @return the id under which it rests
   */
  public String bury(byte[] body, StageException reason, int attempts) {
    String id = Ids.derived(stage, new String(body, StandardCharsets.UTF_8), attempts);
    Message message = EventPublisher.message(body);
    var properties = message.getMessageProperties();
    properties.setMessageId(id);
    properties.setHeader(DEAD_LETTER_ID, id);
    properties.setHeader(ERROR_CODE, reason.code().name());
    properties.setHeader(ERROR_MESSAGE, clip(String.valueOf(reason.getMessage())));
    properties.setHeader(ATTEMPT, attempts);
    sender.sendRouted("", stage.deadLetterQueue(), message);
    return id;
  }

  private static String clip(String text) {
    return text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER);
  }
}
