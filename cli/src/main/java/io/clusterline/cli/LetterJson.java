package io.clusterline.cli;

import io.clusterline.cli.letters.Letter;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter for machines.
 *
 * @param since RFC 3339, when it came to rest
 */
record LetterJson(
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

  static LetterJson of(Letter letter) {
    return of(letter, null);
  }

  static LetterJson withBody(Letter letter) {
    return of(letter, letter.body());
  }

  private static LetterJson of(Letter letter, @Nullable String body) {
    return new LetterJson(
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
