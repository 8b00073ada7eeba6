package io.clusterline.execution;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageReport;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is done for a stage, once somebody has taken it and holds its lease. How it is taken, kept
 * alive, tried again, published and buried is the same for all and not its business.
 */
sealed interface Job<E extends StageTrigger> permits BuildJob, RemovalJob {

  /** Whose record and queue it is. */
  StageName stage();

  /** What it starts from. */
  Class<E> trigger();

  /** One attempt. */
  End run(AttemptContext<E> work);

  /** How an attempt ended. */
  sealed interface End {

    /** The stage is done, and this says so. */
    record Done(ClusterEvent result) implements End {}

    /** By step, in the order of failing. */
    record Failed(Map<Address, ClusterlineException> failures) implements End {}

    static End of(StageReport report, Supplier<? extends ClusterEvent> result) {
      return report.succeeded() ? new Done(result.get()) : new Failed(report.failures());
    }
  }

  /** Gives the adapters back that were opened for one attempt. */
  static void close(StageContext context) {
    if (context instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new ClusterlineException(
            ErrorCode.UNEXPECTED, "closing the stage's adapters failed: " + e, e);
      }
    }
  }
}
