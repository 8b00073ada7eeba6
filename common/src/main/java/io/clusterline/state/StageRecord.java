package io.clusterline.state;

import io.clusterline.event.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one stage of a cluster is. There is one per cluster and stage; a newer generation
 * replaces it.
 *
 * @param attempt how many workers have begun it since it was taken or replayed, take-overs included
 * @param trigger the event that asked for it, as it came
 * @param result the event that ended it, well or not, as it was published; null while it runs
 * @param tick the one tick that counts; any other is a copy of an older one and is dropped
 * @param errors what the attempts failed with, one line each, oldest first
 * @param deadLetterId under which the trigger rests; null unless it failed
 * @param replays how often it was begun again from its dead letter
 */
public record StageRecord(
    StageName stage,
    long generation,
    Status status,
    int attempt,
    String trigger,
    @Nullable String result,
    String tick,
    List<String> errors,
    @Nullable String deadLetterId,
    int replays) {

  /** Where the stage stands. */
  public enum Status {
    /** Taken, not begun or not finished: a tick is under way. */
    RUNNING,
    /** An attempt failed for a reason that may pass; the tick is on a longer rung. */
    WAITING,
    /** The result is known and still has to be published. */
    PUBLISHING,
    COMPLETE,
    FAILED,
    /** An earlier stage was replayed: this one runs again when its trigger comes. */
    RESET
  }

  public StageRecord {
    tick = Objects.requireNonNullElse(tick, "");
    errors = errors == null ? List.of() : List.copyOf(errors);
  }

  public static StageRecord taken(StageName stage, long generation, String trigger) {
    return new StageRecord(
        stage, generation, Status.RUNNING, 0, trigger, null, newTick(), List.of(), null, 0);
  }

  /** Nobody has to do anything for it. */
  public boolean isTerminal() {
    return status == Status.COMPLETE || status == Status.FAILED || status == Status.RESET;
  }

  /** An attempt begins. */
  public StageRecord begun() {
    Status now = status == Status.WAITING ? Status.RUNNING : status;
    return new StageRecord(
        stage, generation, now, attempt + 1, trigger, result, tick, errors, null, replays);
  }

  /** The attempt failed; there will be another. */
  public StageRecord waiting(String error) {
    return new StageRecord(
        stage,
        generation,
        Status.WAITING,
        attempt,
        trigger,
        null,
        tick,
        with(error),
        null,
        replays);
  }

  public StageRecord publishing(String newResult) {
    return ended(Status.PUBLISHING, newResult, null);
  }

  public StageRecord complete() {
    return ended(Status.COMPLETE, result, null);
  }

  /**
   * @param said the event that says why
   */
  public StageRecord failed(String said, String restsUnder) {
    return ended(Status.FAILED, said, restsUnder);
  }

  private StageRecord ended(Status how, @Nullable String with, @Nullable String restsUnder) {
    return new StageRecord(
        stage, generation, how, attempt, trigger, with, tick, errors, restsUnder, replays);
  }

  /** From its dead letter, with all attempts before it. */
  public StageRecord replayed() {
    return new StageRecord(
        stage,
        generation,
        Status.RUNNING,
        0,
        trigger,
        null,
        newTick(),
        List.of(),
        null,
        replays + 1);
  }

  /** Because an earlier stage is replayed. */
  public StageRecord reset() {
    return new StageRecord(
        stage, generation, Status.RESET, 0, trigger, null, tick, List.of(), null, replays);
  }

  /** A new tick is sent; the one before it, if it still exists, dies when it arrives. */
  public StageRecord ticking() {
    return new StageRecord(
        stage,
        generation,
        status,
        attempt,
        trigger,
        result,
        newTick(),
        errors,
        deadLetterId,
        replays);
  }

  private List<String> with(String error) {
    List<String> all = new ArrayList<>(errors);
    all.add(error);
    return all;
  }

  private static String newTick() {
    return UUID.randomUUID().toString();
  }
}
