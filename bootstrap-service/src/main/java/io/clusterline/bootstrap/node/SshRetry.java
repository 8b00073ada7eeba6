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

  /** About twelve seconds of refused connections: an sshd that restarts, a network that blinks. */
  private static final int ATTEMPTS = 9;

  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  /** Safe for every command: it was never started. */
  private static final Retry CONNECTING = retry("ssh-connect", ErrorCode.NODE_UNREACHABLE);

  /** For commands of which a second run does no harm. */
  private static final Retry REPEATABLE =
      retry("ssh-repeat", ErrorCode.NODE_UNREACHABLE, ErrorCode.OUTCOME_UNKNOWN);

  private SshRetry() {}

  static <T> T connecting(Supplier<T> command) {
    return CONNECTING.executeSupplier(command);
  }

  static <T> T repeatable(Supplier<T> command) {
    return REPEATABLE.executeSupplier(command);
  }

  private static Retry retry(String name, ErrorCode... codes) {
    Set<ErrorCode> worthIt = Set.of(codes);
    return Retry.of(
        name,
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(
                IntervalFunction.ofExponentialRandomBackoff(
                    FIRST_PAUSE_MILLIS, 2.0, 0.5, LONGEST_PAUSE_MILLIS))
            .retryOnException(
                failure -> failure instanceof StageException e && worthIt.contains(e.code()))
            .build());
  }
}
