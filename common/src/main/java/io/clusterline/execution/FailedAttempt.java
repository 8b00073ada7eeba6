package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.state.StageRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A failed attempt at a stage, and the event that reports it.
 *
 * @param record of the stage, with the attempt begun
 * @param failures by step, in the order of failing; at least one
 */
record FailedAttempt(StageRecord record, Map<Address, ClusterlineException> failures) {

  /**
   * Whether another attempt may succeed. A stalled stage is tried only once more.
   *
   * @param attempts number after which a transient failure is final
   */
  boolean isRetryable(int attempts) {
    return record.errors().size() + 1 < attempts
        && failures.values().stream().allMatch(failure -> failure.code().retryable())
        && !(hasStalled() && hadStalled());
  }

  private boolean hasStalled() {
    return failures.values().stream().anyMatch(one -> one.code() == ErrorCode.STAGE_STALLED);
  }

  private boolean hadStalled() {
    return record.errors().stream().anyMatch(one -> one.startsWith(ErrorCode.STAGE_STALLED.name()));
  }

  /** A permanent failure explains more than a transient one. */
  ClusterlineException cause() {
    return failures.values().stream()
        .filter(failure -> !failure.code().retryable())
        .findFirst()
        .orElseGet(() -> failures.values().iterator().next());
  }

  /** In a line. */
  String summary() {
    String more = failures.size() == 1 ? "" : " (and " + (failures.size() - 1) + " more)";
    return cause().code() + ": " + cause().getMessage() + more;
  }

  StageFailed toEvent(ClusterLocation location, String deadLetterId) {
    ErrorCode code = cause().code();
    return new StageFailed(
        record.stage(),
        code.name(),
        String.valueOf(cause().getMessage()),
        code.fix(),
        code.retryable(),
        record.attempt(),
        failures.entrySet().stream()
            .map(entry -> stepFailure(entry.getKey(), entry.getValue()))
            .toList(),
        record.errors(),
        List.of(),
        location,
        deadLetterId);
  }

  private static StepFailure stepFailure(Address step, ClusterlineException failure) {
    return new StepFailure(
        step.toString(),
        failure.code().name(),
        String.valueOf(failure.getMessage()),
        failure.logTail());
  }

  /** The cause of a failure that is in the record already. */
  static ClusterlineException recorded(StageRecord record) {
    StageFailed failed =
        (StageFailed) CloudEventCodec.decode(Objects.requireNonNull(record.result())).data();
    return new ClusterlineException(ErrorCode.valueOf(failed.code()), failed.message());
  }
}
