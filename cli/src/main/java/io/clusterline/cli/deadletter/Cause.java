package io.clusterline.cli.deadletter;

import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.DeadLetter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a message was dead-lettered: as the service recorded it, or, where the broker did it, the
 * broker's reason.
 *
 * @param code an {@link ErrorCode}, or the broker's reason: {@code delivery_limit}
 * @param attempts how often it was tried
 * @param since when it was dead-lettered, if known
 */
public record Cause(
    String code, String message, String fix, long attempts, @Nullable Instant since) {

  private static final String UNKNOWN = "unknown";

  static Cause of(StageName stage, Map<String, Object> headers) {
    return brokers(stage, headers).orElseGet(() -> fromOurHeaders(headers));
  }

  private static Cause fromOurHeaders(Map<String, Object> headers) {
    String code = text(headers, DeadLetter.ERROR_CODE).orElse(UNKNOWN);
    return new Cause(
        code,
        text(headers, DeadLetter.ERROR_MESSAGE).orElse("no reason is recorded"),
        fix(code),
        number(headers.get(DeadLetter.ATTEMPT)),
        text(headers, DeadLetter.DEAD_LETTERED_AT).map(Cause::instant).orElse(null));
  }

  /**
   * Only a message that expired in the stage's own queue was dead-lettered by the broker: the
   * ladder dead-letters too.
   */
  private static Optional<Cause> brokers(StageName stage, Map<String, Object> headers) {
    return headers.get("x-death") instanceof List<?> deaths
        ? deaths.stream()
            .filter(Map.class::isInstance)
            .map(Map.class::cast)
            .filter(death -> stage.queue().equals(String.valueOf(death.get("queue"))))
            .findFirst()
            .map(death -> brokers(death, number(headers.get("x-delivery-count"))))
        : Optional.empty();
  }

  private static Cause brokers(Map<?, ?> death, long deliveries) {
    String reason = String.valueOf(death.get("reason"));
    Instant since = death.get("time") instanceof Date date ? date.toInstant() : null;
    return new Cause(
        reason,
        "the broker put it to rest (" + reason + "): no worker came to an end with it",
        "Look for crashes in the log of the stage's service, then replay it.",
        Math.max(deliveries, number(death.get("count"))),
        since);
  }

  private static String fix(String code) {
    return Arrays.stream(ErrorCode.values())
        .filter(known -> known.name().equals(code))
        .findFirst()
        .map(ErrorCode::fix)
        .orElse("Read the message, then replay it or discard it.");
  }

  private static Optional<String> text(Map<String, Object> headers, String name) {
    return Optional.ofNullable(headers.get(name)).map(Object::toString);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException moved) { // a date that was written by hand
      return null;
    }
  }
}
