package io.clusterline.event;

import java.util.List;

/**
 * A worker has begun (or taken over) a stage: all its steps, so that a watcher can show the
 * remaining ones and compute the critical path.
 *
 * @param stage the stage
 * @param attempt from 1; a take-over counts
 * @param steps all of them, in an order in which they could run
 */
public record StageStarted(StageName stage, int attempt, List<PlannedStep> steps)
    implements ClusterEvent {

  public StageStarted {
    steps = List.copyOf(steps);
  }

  /**
   * One step by its address and those it waits for.
   *
   * @param step its address: {@code subnet/public-a}
   * @param dependsOn addresses of the steps it waits for
   */
  public record PlannedStep(String step, List<String> dependsOn) {
    public PlannedStep {
      dependsOn = List.copyOf(dependsOn);
    }
  }
}
