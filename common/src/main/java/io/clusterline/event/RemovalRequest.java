package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What is to be taken away, and why.
 *
 * @param mode how much
 * @param generation whose things a rollback takes away; the newest one otherwise
 * @param baseline the generation that a rollback leaves as it was; 0 where there is none
 * @param reason why, in the words of whoever asked
 * @param requestedBy who asked: a person, or the line itself
 */
public record RemovalRequest(
    Mode mode, long generation, long baseline, String reason, String requestedBy) {

  /** How much is taken away. */
  public enum Mode {
    /** The whole cluster. */
    DELETE,
    /** What the one generation made; what was there before stays. */
    ROLLBACK,
    /** What the present specification no longer asks for. */
    PRUNE
  }

  /** True when only what has left the specification is taken away. */
  @JsonIgnore
  public boolean isPrune() {
    return mode == Mode.PRUNE;
  }

  /** True when no machine stays: then what lives inside of them goes with them. */
  public boolean everything() {
    return mode == Mode.DELETE || mode == Mode.ROLLBACK && baseline == 0;
  }
}
