package io.clusterline.bootstrap.node;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.Set;
import java.util.function.Supplier;

/** Which failed commands are tried again at once, and how often. */
final class SshRetry {

  private static final int ATTEMPTS = 4;
  private static final long FIRST_PAUSE_MILLIS = 250;

  /** Safe for every command: it was never started. */
  private static final Retry CONNECTING = retry("ssh-connect", ErrorCode.NODE_UNREACHABLE);

  /** For commands of which a second run does no harm. */
  private static final Retry REPEATABLE =
      retry("ssh-repeat", ErrorCode.NODE_UNREACHABLE, ErrorCode.OUTCOME_UNKNOWN);

  private SshRetry() {}

  static <T> T connecting(Supplier<T> command) {
    return CONNECTING.executeSupplier(command);
  }

  /** For a start that finds out by itself that it was done before. */
  static <T> T startingTwiceDoesNoHarm(Supplier<T> command) {
    return REPEATABLE.executeSupplier(command);
  }

  static <T> T reading(Supplier<T> command) {
    return REPEATABLE.executeSupplier(command);
  }

  private static Retry retry(String name, ErrorCode... codes) {
    Set<ErrorCode> worthIt = Set.of(codes);
    return Retry.of(
        name,
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(
                IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE_MILLIS, 2.0, 0.5))
            .retryOnException(
                failure -> failure instanceof StageException e && worthIt.contains(e.code()))
            .build());
  }
}
