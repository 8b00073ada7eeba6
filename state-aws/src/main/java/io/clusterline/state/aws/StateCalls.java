package io.clusterline.state.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.BreakerSettings;
import io.clusterline.resilience.CallPolicy;
import io.clusterline.resilience.Resilience;
import io.clusterline.resilience.RetrySettings;
import io.clusterline.telemetry.CallMetrics;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Retries calls of the state store on throttling, 5xx, conflicts of simultaneous writes and lost
 * answers; one circuit breaker per service and region.
 *
 * <p>Every call may run twice: documents carry the id of their write, secrets their request token,
 * and reads and deletes change nothing the second time.
 */
final class StateCalls {

  private static final String ATTEMPTS = "clusterline.state.attempts";
  private static final String DEFAULT_ATTEMPTS = "10";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Set<ErrorCode> PASSING =
      Set.of(ErrorCode.AWS_UNAVAILABLE, ErrorCode.AWS_THROTTLED);

  private final Resilience resilience;
  private final CallPolicy policy;

  StateCalls(Resilience resilience, int attempts) {
    this.resilience = resilience;
    this.policy =
        new CallPolicy(
            "state",
            false,
            ErrorCode.AWS_UNAVAILABLE,
            new RetrySettings(attempts, FIRST_PAUSE, LONGEST_PAUSE),
            BreakerSettings.DEFAULT,
            failure -> failure instanceof ClusterlineException e && PASSING.contains(e.code()),
            failure ->
                failure instanceof ClusterlineException e && e.code() == ErrorCode.AWS_UNAVAILABLE);
  }

  /** The number of attempts is the system property {@code clusterline.state.attempts}. */
  static StateCalls configured(Resilience resilience) {
    String attempts = System.getProperty(ATTEMPTS, DEFAULT_ATTEMPTS);
    try {
      return new StateCalls(resilience, Integer.parseInt(attempts));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(ATTEMPTS + " is " + attempts + ": give a number", e);
    }
  }

  CallMetrics metrics() {
    return resilience.calls();
  }

  /**
   * @param doing the operation, as a clause; must not hold a secret
   */
  <T> T run(String service, String region, String doing, Supplier<T> call) {
    return resilience.endpoint(policy, service + "/" + region).call(() -> translated(doing, call));
  }

  private static <T> T translated(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw Errors.of(doing, failure);
    }
  }
}
