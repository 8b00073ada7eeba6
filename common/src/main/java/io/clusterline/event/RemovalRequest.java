package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What is to be removed, and why.
 *
 * @param mode the extent
 * @param generation whose resources a rollback removes; the newest one otherwise
 * @param baseline the generation that a rollback restores; 0 where there is none
 * @param reason why, as the requester wrote it
 * @param requestedBy the user who asked, or Clusterline itself
 */
public record RemovalRequest(
    Mode mode, long generation, long baseline, String reason, String requestedBy) {

  /** How much is taken away. */
  public enum Mode {
    /** The whole cluster. */
    DELETE,
    /** Resources that one generation created; older ones stay. */
    ROLLBACK,
    /** Resources that the present specification no longer contains. */
    PRUNE
  }

  /** True when only resources that left the specification are removed. */
  @JsonIgnore
  public boolean isPrune() {
    return mode == Mode.PRUNE;
  }

  /** True when no machine stays: then what is inside of the machines is deleted with them. */
  public boolean everything() {
    return mode == Mode.DELETE || mode == Mode.ROLLBACK && baseline == 0;
  }
}
