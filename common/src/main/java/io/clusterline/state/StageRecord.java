package io.clusterline.state;

import io.clusterline.event.StageName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stage of a cluster: a state machine. There is one per cluster uid and stage; a
 * newer generation replaces it. It changes by {@link #on} alone, which refuses illegal moves.
 *
 * @param attempt number of attempts begun since it was taken or replayed, take-overs included
 * @param trigger the event that started it, as the stage before recorded it
 * @param result the event that ended it, successful or not, as it is published; null while it runs
 * @param announced intermediate events published since it was taken or replayed, by type
 * @param tick the one tick that counts; any other is a copy of an older one and is dropped
 * @param errors of the attempts, one line each, oldest first
 * @param due when the next attempt begins at the latest; null unless it waits
 * @param deadLetterId id of the dead-lettered trigger; null unless it failed
 * @param replays in this generation
 * @param replayOf id of the dead letter whose replay made it run again, from its own trigger or
 *     from that of an earlier stage; null when its trigger came
 */
public record StageRecord(
    StageName stage,
    long generation,
    Status status,
    int attempt,
    String trigger,
    @Nullable String result,
    Map<String, String> announced,
    String tick,
    List<String> errors,
    @Nullable Instant due,
    @Nullable String deadLetterId,
    int replays,
    @Nullable String replayOf) {

  /** The states. */
  public enum Status {
    /** Taken, not begun or not finished: a tick is under way. */
    RUNNING,
    /** An attempt failed for a reason that may pass; the tick waits on the retry ladder. */
    WAITING,
    /** The result is known and still has to be published. */
    PUBLISHING,
    COMPLETE,
    /** It failed for good; the trigger has still to be dead-lettered and the failure published. */
    FAILING,
    FAILED,
    /** An earlier stage was replayed: this one runs again when its trigger comes. */
    RESET;

    /** Whether nothing is left to do for it. */
    public boolean isTerminal() {
      return this == COMPLETE || this == FAILED || this == RESET;
    }
  }

  public StageRecord {
    announced = announced == null ? Map.of() : Map.copyOf(announced);
    errors = errors == null ? List.of() : List.copyOf(errors);
  }

  /** The record of a stage whose trigger has just come. */
  public static StageRecord ofTrigger(StageName stage, long generation, String trigger) {
    return ofTrigger(stage, generation, trigger, 0, null);
  }

  private static StageRecord ofTrigger(
      StageName stage, long generation, String trigger, int replays, @Nullable String replayOf) {
    return new StageRecord(
        stage,
        generation,
        Status.RUNNING,
        0,
        trigger,
        null,
        Map.of(),
        newTick(),
        List.of(),
        null,
        null,
        replays,
        replayOf);
  }

  /** The same stage, taken by a trigger that has come again after a reset. */
  public StageRecord retaken(String newTrigger) {
    return ofTrigger(stage, generation, newTrigger, replays + 1, null);
  }

  public boolean isTerminal() {
    return status.isTerminal();
  }

  /** The attempt that may move it now. */
  public AttemptId attemptId() {
    return new AttemptId(generation, attempt);
  }

  /** Number of attempts that began and did not record an end: their workers died. */
  public int unfinishedAttempts() {
    return attempt - errors.size();
  }

  /** Whether it waits for its trigger to come again. */
  public boolean isReset() {
    return status == Status.RESET;
  }

  /**
   * The event of that type that this stage has recorded to publish: an announced one, or its
   * result, which may be of another type.
   *
   * @param type the CloudEvents type
   */
  public Optional<String> published(String type) {
    return Optional.ofNullable(announced.getOrDefault(type, result));
  }

  /**
   * @param by whose move it is; ignored by moves that are not fenced
   * @throws IllegalTransitionException when the state does not allow the move, or when it is not
   *     the move of the present attempt
   */
  public StageRecord on(Transition transition, AttemptId by) {
    Status next = nextStatus(transition, by);
    return switch (transition) {
      case Transition.Begin _ -> withAttempt(next);
      case Transition.Announce(String type, String event) -> announcing(type, event);
      case Transition.Retry(String error, Instant at) -> waiting(error, at);
      case Transition.Finish(String event) -> withEnd(next, event, null);
      case Transition.Published _ -> withEnd(next, result, null);
      case Transition.Fail(String event, String letter) -> withEnd(next, event, letter);
      case Transition.DeadLettered _ -> withEnd(next, result, deadLetterId);
      case Transition.Replay(String letter) -> runningAgain(letter);
      case Transition.Rerun(String letter) -> runningAgain(letter);
      case Transition.Recover _ -> recovered();
      case Transition.Reset _ -> reset();
      case Transition.Retick _ -> reticked();
    };
  }

  private Status nextStatus(Transition transition, AttemptId by) {
    boolean otherAttempt = transition.move().isFenced() && !by.equals(attemptId());
    boolean otherLetter =
        transition instanceof Transition.Replay(String letter) && !letter.equals(deadLetterId);
    return transition
        .move()
        .from(status)
        .filter(next -> !otherAttempt && !otherLetter)
        .orElseThrow(() -> new IllegalTransitionException(this, transition, by));
  }

  private StageRecord runningAgain(String letter) {
    return ofTrigger(stage, generation, trigger, replays + 1, letter);
  }

  private StageRecord withAttempt(Status next) {
    return new StageRecord(
        stage,
        generation,
        next,
        attempt + 1,
        trigger,
        result,
        announced,
        tick,
        errors,
        null,
        deadLetterId,
        replays,
        replayOf);
  }

  private StageRecord announcing(String type, String event) {
    Map<String, String> all = new HashMap<>(announced);
    all.put(type, event);
    return new StageRecord(
        stage,
        generation,
        status,
        attempt,
        trigger,
        result,
        all,
        tick,
        errors,
        due,
        deadLetterId,
        replays,
        replayOf);
  }

  private StageRecord waiting(String error, Instant at) {
    List<String> all = new ArrayList<>(errors);
    all.add(error);
    return new StageRecord(
        stage,
        generation,
        Status.WAITING,
        attempt,
        trigger,
        null,
        announced,
        tick,
        all,
        at,
        null,
        replays,
        replayOf);
  }

  private StageRecord withEnd(Status next, @Nullable String with, @Nullable String deadLetterId) {
    return new StageRecord(
        stage,
        generation,
        next,
        attempt,
        trigger,
        Objects.requireNonNull(with),
        announced,
        tick,
        errors,
        null,
        deadLetterId,
        replays,
        replayOf);
  }

  /** The tick stays valid: it starts the next attempt. */
  private StageRecord recovered() {
    return new StageRecord(
        stage,
        generation,
        Status.RUNNING,
        attempt,
        trigger,
        null,
        announced,
        tick,
        errors,
        null,
        null,
        replays,
        replayOf);
  }

  private StageRecord reset() {
    return new StageRecord(
        stage,
        generation,
        Status.RESET,
        0,
        trigger,
        null,
        Map.of(),
        tick,
        List.of(),
        null,
        null,
        replays,
        replayOf);
  }

  private StageRecord reticked() {
    return new StageRecord(
        stage,
        generation,
        status,
        attempt,
        trigger,
        result,
        announced,
        newTick(),
        errors,
        due,
        deadLetterId,
        replays,
        replayOf);
  }

  private static String newTick() {
    return UUID.randomUUID().toString();
  }
}
