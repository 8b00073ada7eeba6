package io.clusterline.testkit;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Retained;
import io.clusterline.stage.StageReport;
import java.util.List;
import java.util.Optional;

/**
 * Result of one run of a stage.
 *
 * @param event the stage's result; empty when it failed or removed something
 * @param retained resources that it left although they belong to the cluster
 * @param leftovers resources left after a removal of everything
 */
public record StageRun(
    StageReport report,
    Optional<ClusterEvent> event,
    List<Retained> retained,
    List<String> leftovers) {

  /**
   * The result of a run that succeeded.
   *
   * @throws AssertionError naming the failures when it did not
   */
  public <T extends ClusterEvent> T result(Class<T> type) {
    return type.cast(
        event.orElseThrow(() -> new AssertionError("no result: " + report.failures())));
  }
}
