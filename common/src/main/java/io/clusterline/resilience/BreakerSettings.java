package io.clusterline.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a circuit breaker.
 *
 * @param calls number of last calls that count; with fewer it stays closed
 * @param failurePercent of them that must have failed
 * @param openFor how long no call is made
 * @param trials calls that are permitted after that, and decide
 */
public record BreakerSettings(
    @DefaultValue("20") int calls,
    @DefaultValue("50") float failurePercent,
    @DefaultValue("5s") Duration openFor,
    @DefaultValue("3") int trials) {

  public static final BreakerSettings DEFAULT =
      new BreakerSettings(20, 50, Duration.ofSeconds(5), 3);

  /** A call may wait for its turn at a rate limiter; that is not the endpoint's fault. */
  private static final Duration NEVER_TOO_SLOW = Duration.ofDays(1);

  public BreakerSettings {
    if (calls < 1 || trials < 1) {
      throw new IllegalArgumentException(
          "calls is %d and trials is %d: give 1 or more".formatted(calls, trials));
    }
    if (failurePercent <= 0 || failurePercent > 100) {
      throw new IllegalArgumentException(
          "failurePercent is " + failurePercent + ": give more than 0, at most 100");
    }
    if (openFor.isNegative() || openFor.isZero()) {
      throw new IllegalArgumentException("openFor is " + openFor + ": give a longer time");
    }
  }

  /** A refusal is an answer: only {@code isOutage} counts against the endpoint. */
  CircuitBreakerConfig config(Predicate<Throwable> isOutage) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(calls)
        .minimumNumberOfCalls(calls)
        .failureRateThreshold(failurePercent)
        .waitDurationInOpenState(openFor)
        .permittedNumberOfCallsInHalfOpenState(trials)
        .slowCallDurationThreshold(NEVER_TOO_SLOW)
        .recordException(isOutage)
        .build();
  }
}
