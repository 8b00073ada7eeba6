package io.clusterline.infra.aws;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The one retry layer around AWS (the SDK's own is off), and one circuit breaker per endpoint.
 * About half a minute of trying; what lasts longer is for the stage's own retries.
 */
final class Calls {

  private static final int ATTEMPTS = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final double GROWTH = 1.7;
  private static final double JITTER = 0.5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final int BREAKER_WINDOW = 40;
  private static final Duration BREAKER_OPEN = Duration.ofSeconds(5);

  private final Retry retry;
  private final CircuitBreaker breaker;

  Calls(String endpoint) {
    retry =
        Retry.of(
            endpoint,
            RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_PAUSE, GROWTH, JITTER, LONGEST_PAUSE))
                .retryOnException(Calls::mayBeTriedAgain)
                .build());
    breaker =
        CircuitBreaker.of(
            endpoint,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(BREAKER_WINDOW)
                .minimumNumberOfCalls(BREAKER_WINDOW)
                .waitDurationInOpenState(BREAKER_OPEN)
                .recordException(Calls::isUnavailable)
                .build());
  }

  /**
   * @param guard throws when the run has lost the right to change anything; asked before each
   *     change
   * @throws AwsCallException when AWS said no, or nothing, often enough
   */
  <T> T run(Supplier<T> call, Runnable guard) {
    CallTrace trace = new CallTrace(guard);
    Supplier<T> guarded = CircuitBreaker.decorateSupplier(breaker, () -> translated(call, trace));
    try {
      return Retry.decorateSupplier(retry, guarded).get();
    } catch (CallNotPermittedException open) {
      throw new StageException(
          ErrorCode.AWS_UNAVAILABLE, breaker.getName() + " does not answer; calls are held", open);
    }
  }

  private static <T> T translated(Supplier<T> call, CallTrace trace) {
    try {
      return ScopedValue.where(CallTrace.CURRENT, trace).call(call::get);
    } catch (SdkException failure) {
      throw ErrorCodes.of(trace.operation(), failure);
    }
  }

  private static boolean mayBeTriedAgain(Throwable failure) {
    return failure instanceof CallNotPermittedException
        || (failure instanceof AwsCallException call && call.mayBeSentAgain());
  }

  private static boolean isUnavailable(Throwable failure) {
    return failure instanceof AwsCallException call && call.code() == ErrorCode.AWS_UNAVAILABLE;
  }
}
