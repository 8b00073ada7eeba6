package io.clusterline.stage;

/** The values of a finished run. */
@FunctionalInterface
public interface Outputs {

  /**
   * @throws IllegalStateException if that step has no output, because it failed or never ran
   */
  <T> T of(Step<?, T> step);
}
