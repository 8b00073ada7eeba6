package io.clusterline.cli;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import io.clusterline.messaging.Topology;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why the broker closed a channel, as far as permissions and missing objects go. */
final class JournalAccess {

  private JournalAccess() {}

  /** Why the journal cannot be read, when that is for good: no permission, or no journal. */
  static Optional<String> reason(Throwable failure) {
    return switch (replyCode(failure)) {
      case AMQP.ACCESS_REFUSED ->
          Optional.of("this broker user may not read the journal (" + Topology.JOURNAL + ")");
      case AMQP.NOT_FOUND -> Optional.of("this broker has no journal (" + Topology.JOURNAL + ")");
      default -> Optional.empty();
    };
  }

  /** AMQP's reply code, 0 when the broker gave none. */
  static int replyCode(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ShutdownSignalException closed) {
        return code(closed.getReason());
      }
    }
    return 0;
  }

  private static int code(@Nullable Method reason) {
    return reason instanceof AMQP.Channel.Close close ? close.getReplyCode() : 0;
  }
}
