package io.clusterline.cli;

import io.clusterline.cli.deadletter.StoredDeadLetter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one dead letter.
 *
 * @param seconds from the command to the stage running again
 */
record DeadLetterOutcome(
    String id,
    String stage,
    String cluster,
    @Nullable Long generation,
    What outcome,
    String detail,
    @Nullable BigDecimal seconds) {

  enum What {
    REPLAYED,
    /** It is in the stage's queue, and no service has taken it yet. */
    QUEUED,
    /** The stage has no queue: it stays a dead letter. */
    RETURNED,
    /** It is of an older generation: it stays a dead letter. */
    REFUSED,
    DISCARDED,
    WOULD_REPLAY,
    WOULD_DISCARD;

    @com.fasterxml.jackson.annotation.JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static DeadLetterOutcome of(StoredDeadLetter deadLetter, What what, String detail) {
    return new DeadLetterOutcome(
        deadLetter.id(),
        deadLetter.stage().toString(),
        deadLetter.cluster(),
        deadLetter.generation(),
        what,
        detail,
        null);
  }

  DeadLetterOutcome resumed(Duration after) {
    BigDecimal millis = BigDecimal.valueOf(after.toMillis(), 3);
    return new DeadLetterOutcome(
        id,
        stage,
        cluster,
        generation,
        What.REPLAYED,
        "stage " + stage + " runs again, " + millis.toPlainString() + " s after the command",
        millis);
  }

  String line() {
    return "%-13s %s  %s".formatted(outcome, id, detail);
  }

  int exitCode() {
    return switch (outcome) {
      case REPLAYED, DISCARDED, WOULD_REPLAY, WOULD_DISCARD -> ExitCode.DONE;
      case REFUSED -> ExitCode.BUILD_FAILED;
      case QUEUED, RETURNED -> ExitCode.UNAVAILABLE;
    };
  }
}
