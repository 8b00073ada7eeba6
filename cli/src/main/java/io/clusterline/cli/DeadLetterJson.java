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

  static DeadLetterJson of(StoredDeadLetter letter) {
    return of(letter, null);
  }

  static DeadLetterJson withBody(StoredDeadLetter letter) {
    return of(letter, letter.body());
  }

  private static DeadLetterJson of(StoredDeadLetter letter, @Nullable String body) {
    return new DeadLetterJson(
        letter.id(),
        letter.stage().toString(),
        letter.cluster(),
        letter.generation(),
        letter.type(),
        letter.cause().code(),
        letter.cause().message(),
        letter.cause().fix(),
        letter.cause().attempts(),
        letter.cause().since() == null ? null : letter.cause().since().toString(),
        body);
  }
}
