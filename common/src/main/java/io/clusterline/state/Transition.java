package io.clusterline.state;

import static io.clusterline.state.StageRecord.Status.COMPLETE;
import static io.clusterline.state.StageRecord.Status.FAILED;
import static io.clusterline.state.StageRecord.Status.FAILING;
import static io.clusterline.state.StageRecord.Status.PUBLISHING;
import static io.clusterline.state.StageRecord.Status.RUNNING;
import static io.clusterline.state.StageRecord.Status.WAITING;

import io.clusterline.state.StageRecord.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A move of a {@link StageRecord}, with its data. */
public sealed interface Transition {

  /** An attempt begins: the next number, counted before anything is done. */
  record Begin() implements Transition {}

  /**
   * An event on the way is about to be published.
   *
   * @param type the event's CloudEvents type
   * @param event the whole event, as it will be published
   */
  record Announce(String type, String event) implements Transition {}

  /**
   * The attempt failed for a reason that may pass.
   *
   * @param error one line
   * @param due when the next attempt begins at the latest
   */
  record Retry(String error, Instant due) implements Transition {}

  /**
   * All work is done.
   *
   * @param result the result event, still to be published
   */
  record Finish(String result) implements Transition {}

  /** The result was published. */
  record Published() implements Transition {}

  /**
   * The attempt failed for good.
   *
   * @param result the {@code StageFailed} event, still to be published
   * @param deadLetterId under which the trigger is about to be dead-lettered
   */
  record Fail(String result, String deadLetterId) implements Transition {}

  /** The trigger is in the dead-letter queue, and the failure was published. */
  record DeadLettered() implements Transition {}

  /** The stage that this one failed for is being replayed: its failure is not published. */
  record Recover() implements Transition {}

  /** The stage runs again from its dead letter. */
  record Replay(String deadLetterId) implements Transition {}

  /** An earlier stage is replayed: this one runs again when its trigger comes once more. */
  record Reset() implements Transition {}

  /**
   * An earlier stage is replayed, and this stage's trigger will not come again: it runs again.
   *
   * @param deadLetterId from which the earlier one is replayed
   */
  record Rerun(String deadLetterId) implements Transition {}

  /** A new tick is sent; it invalidates the one before. */
  record Retick() implements Transition {}

  /** The kinds of moves, and from which state each leads to which. This is the whole table. */
  enum Move {
    BEGIN(
        true, Map.of(RUNNING, RUNNING, WAITING, RUNNING, PUBLISHING, PUBLISHING, FAILING, FAILING)),
    ANNOUNCE(true, Map.of(RUNNING, RUNNING)),
    RETRY(true, Map.of(RUNNING, WAITING)),
    FINISH(true, Map.of(RUNNING, PUBLISHING)),
    PUBLISHED(true, Map.of(PUBLISHING, COMPLETE)),
    FAIL(true, Map.of(RUNNING, FAILING, PUBLISHING, FAILING)),
    DEAD_LETTERED(true, Map.of(FAILING, FAILED)),
    RECOVER(true, Map.of(FAILING, RUNNING)),
    REPLAY(false, Map.of(FAILED, RUNNING)),
    RESET(false, Map.of(COMPLETE, Status.RESET, FAILING, Status.RESET, FAILED, Status.RESET)),
    RERUN(false, Map.of(COMPLETE, RUNNING, FAILING, RUNNING, FAILED, RUNNING)),
    RETICK(
        false,
        Map.of(RUNNING, RUNNING, WAITING, WAITING, PUBLISHING, PUBLISHING, FAILING, FAILING));

    private final boolean fenced;
    private final Map<Status, Status> table;

    Move(boolean fenced, Map<Status, Status> table) {
      this.fenced = fenced;
      this.table = new EnumMap<>(table);
    }

    /** Whether only the record's present attempt may make it. */
    public boolean isFenced() {
      return fenced;
    }

    /** The resulting state; empty when the move is refused. */
    public Optional<Status> from(Status status) {
      return Optional.ofNullable(table.get(status));
    }
  }

  /** The kind of this move. */
  default Move move() {
    String name = getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return Arrays.stream(Move.values())
        .filter(move -> move.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow();
  }
}
