package io.clusterline.testkit;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Retained;
import io.clusterline.stage.StageReport;
import java.util.List;
import java.util.Optional;

/**
 * How one run of a stage ended.
 *
 * @param event the stage's result; empty when it failed or removed something
 * @param retained what it left alone although it belongs to the cluster
 * @param leftovers what was still there after a removal of everything
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
