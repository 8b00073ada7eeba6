package io.clusterline.state;

import io.clusterline.event.StageName;
import org.jspecify.annotations.Nullable;

/**
 * How far one stage of a cluster is. There is one per cluster and stage; a newer generation
 * replaces it.
 *
 * @param attempt how many workers have begun it, take-overs included
 * @param trigger the event that asked for it, as it came
 * @param result the event that ended it, as it was published; null while it runs
 */
public record StageRecord(
    StageName stage,
    long generation,
    Status status,
    int attempt,
    String trigger,
    @Nullable String result) {

  /** Where the stage stands. */
  public enum Status {
    /** Taken, not begun or not finished: a tick is under way. */
    RUNNING,
    /** The result is known and still has to be published. */
    PUBLISHING,
    COMPLETE,
    FAILED
  }

  public static StageRecord taken(StageName stage, long generation, String trigger) {
    return new StageRecord(stage, generation, Status.RUNNING, 0, trigger, null);
  }

  public boolean isTerminal() {
    return status == Status.COMPLETE || status == Status.FAILED;
  }

  public StageRecord begun() {
    return new StageRecord(stage, generation, status, attempt + 1, trigger, result);
  }

  public StageRecord ended(Status how, @Nullable String with) {
    return new StageRecord(stage, generation, how, attempt, trigger, with);
  }
}
