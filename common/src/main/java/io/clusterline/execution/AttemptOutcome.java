package io.clusterline.execution;

import io.clusterline.event.ClusterEvent;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import java.util.Map;
import java.util.function.Supplier;

/** How the execution of an attempt ended. */
sealed interface AttemptOutcome {

  /**
   * @param result the result event
   */
  record Succeeded(ClusterEvent result) implements AttemptOutcome {}

  /**
   * @param failures by step, in the order of failing; at least one
   */
  record Failed(Map<Address, ClusterlineException> failures) implements AttemptOutcome {}

  static AttemptOutcome of(StageReport report, Supplier<? extends ClusterEvent> result) {
    return report.succeeded() ? new Succeeded(result.get()) : new Failed(report.failures());
  }
}
