package io.clusterline.resilience;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Settings of retries. The pauses grow, with ±50 % jitter, so that callers that failed together do
 * not retry together.
 *
 * @param attempts the first one included
 * @param firstPause between the first two
 * @param longestPause between any two
 */
public record RetrySettings(int attempts, Duration firstPause, Duration longestPause) {

  private static final double GROWTH = 1.7;
  private static final double JITTER = 0.5;

  public RetrySettings {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + ": give 1 or more");
    }
    if (firstPause.compareTo(Duration.ofMillis(1)) < 0 || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "pauses are %s to %s: give 1 ms or more, and the longest not below the first"
              .formatted(firstPause, longestPause));
    }
  }

  /** The same with another number of attempts. */
  public RetrySettings withAttempts(int others) {
    return new RetrySettings(others, firstPause, longestPause);
  }

  RetryConfig config(Predicate<Throwable> mayBeTriedAgain) {
    return RetryConfig.custom()
        .maxAttempts(attempts)
        .intervalFunction(
            IntervalFunction.ofExponentialRandomBackoff(firstPause, GROWTH, JITTER, longestPause))
        .retryOnException(mayBeTriedAgain)
        .build();
  }
}
