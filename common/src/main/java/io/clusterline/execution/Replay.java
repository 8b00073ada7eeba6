package io.clusterline.execution;

import io.clusterline.messaging.DeadLetter;
import java.util.Optional;
import org.springframework.messaging.Message;

/**
 * A trigger that comes from a dead-letter queue. It is known by the id under which it rested, which
 * stays on the message however it was moved: by the command line, a shovel, or by hand.
 *
 * @param deadLetterId under which it rested
 * @param reason why it was replayed, empty when nobody said
 * @param requestedBy who replayed it, empty when nobody said
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
