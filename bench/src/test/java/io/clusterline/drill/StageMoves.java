package io.clusterline.drill;

import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.Transition.Move;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a stage's record may be written over another, by the record's own table of moves. */
final class StageMoves {

  private StageMoves() {}

  static String describe(@Nullable StageRecord before, StageRecord after) {
    String from = before == null ? "none" : text(before);
    return after.stage() + ": " + from + " -> " + text(after) + " " + lastError(after);
  }

  private static String text(StageRecord record) {
    return "%d/%d/%d %s"
        .formatted(record.generation(), record.replays(), record.attempt(), record.status());
  }

  private static String lastError(StageRecord record) {
    return record.errors().isEmpty() ? "" : record.errors().getLast();
  }

  /** The mistake of that write, if there is one. */
  static Optional<String> illegal(@Nullable StageRecord before, StageRecord after) {
    boolean taken = after.status() == Status.RUNNING && after.attempt() == 0;
    if (before == null || before.generation() < after.generation()) {
      return illegalIf(!taken || after.replays() != 0, before, after);
    }
    if (before.generation() > after.generation() || after.replays() < before.replays()) {
      return illegalIf(true, before, after);
    }
    return illegalIf(
        after.replays() > before.replays()
            ? !isReplay(before, after, taken)
            : !isMove(before, after),
        before,
        after);
  }

  private static boolean isReplay(StageRecord before, StageRecord after, boolean taken) {
    boolean retaken = before.status() == Status.RESET;
    return taken
        && after.replays() == before.replays() + 1
        && (retaken || leads(before, after, Move.REPLAY) || leads(before, after, Move.RERUN));
  }

  private static boolean isMove(StageRecord before, StageRecord after) {
    int begun = after.attempt() - before.attempt();
    return Arrays.stream(Move.values())
        .filter(move -> move != Move.REPLAY && move != Move.RERUN)
        .filter(move -> leads(before, after, move))
        .anyMatch(move ->
            switch (move) {
              case BEGIN -> begun == 1;
              case RESET -> after.attempt() == 0;
              default -> begun == 0;
            });
  }

  private static boolean leads(StageRecord before, StageRecord after, Move move) {
    return move.from(before.status()).filter(after.status()::equals).isPresent();
  }

  private static Optional<String> illegalIf(
      boolean wrong, @Nullable StageRecord before, StageRecord after) {
    return wrong ? Optional.of("illegal move of " + describe(before, after)) : Optional.empty();
  }
}
