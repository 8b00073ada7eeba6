package io.clusterline.execution;

import io.clusterline.messaging.DeadLetter;
import java.util.Optional;
import org.springframework.messaging.Message;

/**
 * A trigger that comes from a dead-letter queue. It is recognised by its dead letter's id, which
 * stays on the message however it was moved: by the command line, a shovel, or by hand.
 *
 * @param deadLetterId id of the dead letter
 * @param reason why it was replayed, empty when unknown
 * @param requestedBy the user who replayed it, empty when unknown
 */
record Replay(String deadLetterId, String reason, String requestedBy) {

  static Optional<Replay> in(Message<?> message) {
    return text(message, DeadLetter.ID)
        .map(id ->
            new Replay(
                id,
                text(message, DeadLetter.REPLAY_REASON).orElse(""),
                text(message, DeadLetter.REPLAYED_BY).orElse("")));
  }

  private static Optional<String> text(Message<?> message, String header) {
    return Optional.ofNullable(message.getHeaders().get(header)).map(Object::toString);
  }
}
