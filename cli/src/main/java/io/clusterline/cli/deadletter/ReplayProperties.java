package io.clusterline.cli.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.clusterline.messaging.DeadLetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The properties of a replayed message: the original ones; headers added by dead-lettering and
 * routing are dropped. A count of deaths or attempts that stayed would count against it.
 */
final class ReplayProperties {

  private static final List<String> ADDED =
      List.of(
          "x-death",
          "x-first-death-",
          "x-last-death-",
          "x-exception-",
          "x-original-",
          "x-delivery-count",
          "x-acquired-count",
          "x-clusterline-");

  private ReplayProperties() {}

  static BasicProperties of(BasicProperties resting, String reason, String replayedBy) {
    Map<String, Object> headers = new HashMap<>();
    Objects.requireNonNullElse(resting.getHeaders(), Map.<String, Object>of())
        .forEach((name, value) -> {
          boolean keeps = name.equals(DeadLetter.ID) || DeadLetter.ARRIVAL.contains(name);
          if (keeps || ADDED.stream().noneMatch(name::startsWith)) {
            headers.put(name, value);
          }
        });
    headers.put(DeadLetter.REPLAY_REASON, reason);
    headers.put(DeadLetter.REPLAYED_BY, replayedBy);
    return resting.builder().headers(headers).deliveryMode(2).build();
  }
}
