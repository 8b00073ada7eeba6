package io.clusterline.event;

import io.clusterline.spec.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage failed for good; its trigger is in the stage's dead-letter queue.
 *
 * @param stage the failed stage
 * @param code the {@code ErrorCode} of the first failure
 * @param message what happened, with the values that mattered
 * @param fix how to correct it
 * @param retryable whether the same attempt may succeed later without a change
 * @param attempts how often the stage was begun
 * @param failures every step that failed, in the order of failing
 * @param lastErrors what each earlier attempt failed with, oldest first
 * @param findings mistakes in the specification, when they are the reason
 * @param location the account and region of the cluster, unless the request was refused before that
 *     was known
 * @param deadLetterId the message id of the dead letter
 */
public record StageFailed(
    StageName stage,
    String code,
    String message,
    String fix,
    boolean retryable,
    int attempts,
    List<StepFailure> failures,
    List<String> lastErrors,
    List<Finding> findings,
    @Nullable ClusterLocation location,
    @Nullable String deadLetterId)
    implements ClusterEvent {

  public StageFailed {
    failures = List.copyOf(failures);
    lastErrors = List.copyOf(lastErrors);
    findings = List.copyOf(findings);
  }

  /**
   * A step that failed.
   *
   * @param step address of the step
   * @param code an {@code ErrorCode}
   * @param message what happened
   * @param logTail the last lines of its log, oldest first
   */
  public record StepFailure(String step, String code, String message, List<String> logTail) {
    public StepFailure {
      logTail = List.copyOf(logTail);
    }
  }
}
