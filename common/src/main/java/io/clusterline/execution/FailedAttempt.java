package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.state.StageRecord;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A failed attempt at a stage, and the event that reports it.
 *
 * @param record of the stage, with the attempt begun
 * @param failures by step, in the order of failing; at least one
 */
record FailedAttempt(StageRecord record, Map<Address, ClusterlineException> failures) {

  /** Each took its whole limit: five attempts at an add-on would be fifty minutes. */
  private static final Set<ErrorCode> ONCE_MORE =
      EnumSet.of(ErrorCode.STAGE_STALLED, ErrorCode.ADDON_UNHEALTHY);

  /**
   * Whether another attempt may succeed. What has used up a long limit is tried only once more.
   *
   * @param attempts number after which a transient failure is final
   */
  boolean isRetryable(int attempts) {
    return record.errors().size() + 1 < attempts
        && failures.values().stream().allMatch(failure -> failure.code().retryable())
        && failures.values().stream().noneMatch(failure -> isTheSecond(failure.code()));
  }

  private boolean isTheSecond(ErrorCode code) {
    return ONCE_MORE.contains(code)
        && record.errors().stream().anyMatch(error -> error.startsWith(code.name() + ":"));
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
