package io.clusterline.cli;

import io.clusterline.cli.deadletter.StoredDeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * JSON form of a dead letter.
 *
 * @param since RFC 3339, when it was dead-lettered
 */
record DeadLetterJson(
    String id,
    String stage,
    String cluster,
    @Nullable Long generation,
    String event,
    String code,
    String message,
    String fix,
    long attempts,
    @Nullable String since,
    @Nullable String body) {

  static DeadLetterJson of(StoredDeadLetter deadLetter) {
    return of(deadLetter, null);
  }

  static DeadLetterJson withBody(StoredDeadLetter deadLetter) {
    return of(deadLetter, deadLetter.body());
  }

  private static DeadLetterJson of(StoredDeadLetter deadLetter, @Nullable String body) {
    return new DeadLetterJson(
        deadLetter.id(),
        deadLetter.stage().toString(),
        deadLetter.cluster(),
        deadLetter.generation(),
        deadLetter.type(),
        deadLetter.cause().code(),
        deadLetter.cause().message(),
        deadLetter.cause().fix(),
        deadLetter.cause().attempts(),
        deadLetter.cause().since() == null ? null : deadLetter.cause().since().toString(),
        body);
  }
}
