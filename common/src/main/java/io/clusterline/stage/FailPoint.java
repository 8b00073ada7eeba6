package io.clusterline.stage;

/**
 * The moments at which a crash hurts most: between two things that should have happened together.
 * Drills end the process there, to prove that the next one converges.
 */
public enum FailPoint {
  /** The stage was taken and its trigger acked; nothing was done yet. */
  ACKED,
  /** The intent is in the ledger, the side effect has not been asked for. */
  BEFORE_EFFECT,
  /** The side effect has happened and is not recorded yet. */
  AFTER_EFFECT,
  /** The ledger holds what was made, or no longer what was removed. */
  RECORDED,
  /** The stage's result was published, its record does not say so yet. */
  PUBLISHED
}
