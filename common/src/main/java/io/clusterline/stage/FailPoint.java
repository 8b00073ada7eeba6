package io.clusterline.stage;

/**
 * The moments at which a crash does most harm: between two actions that belong together. Drills end
 * the process there, to prove that the next one converges.
 */
public enum FailPoint {
  /** The stage was taken and its trigger acked; no work was done yet. */
  ACKED,
  /** The intent is in the ledger, the side effect has not been requested. */
  BEFORE_EFFECT,
  /** The side effect has happened and is not recorded yet. */
  AFTER_EFFECT,
  /** The ledger holds what was created, or no longer what was deleted. */
  RECORDED,
  /** The stage's result was published, its record is not updated yet. */
  PUBLISHED
}
