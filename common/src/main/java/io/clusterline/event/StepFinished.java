package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A step has ended, one way or the other.
 *
 * @param stage the stage it belongs to
 * @param step its address
 * @param outcome how it ended
 * @param percent of the whole stage, by steps done
 * @param millis how long it ran
 * @param message the failure's message when it failed, else what it had to remark, such as a check
 *     that was skipped; empty as a rule
 */
public record StepFinished(
    StageName stage, String step, Outcome outcome, int percent, long millis, String message)
    implements ClusterEvent {

  /** How a step ended. */
  public enum Outcome {
    CREATED,
    CHANGED,
    /** The resource was in sync already. */
    UNCHANGED,
    /** The resource is deleted, or is deleted with the one that holds it. */
    REMOVED,
    FAILED,
    /** Not tried, because something it depends on failed. */
    SKIPPED;

    @JsonCreator
    public static Outcome parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
