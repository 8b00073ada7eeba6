package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageContext;

/**
 * What an attempt at a stage executes: a build or a removal. Taking, retrying, publishing and
 * dead-lettering a stage are the same for both and happen elsewhere.
 */
sealed interface StageExecutor<E extends StageTrigger> permits BuildExecutor, RemovalExecutor {

  /** Whose record and queue it is. */
  StageName stage();

  /** The trigger. */
  Class<? extends E> trigger();

  /** Executes one attempt. */
  AttemptOutcome execute(AttemptContext<E> context);

  /** Closes the adapters that were opened for one attempt. */
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
