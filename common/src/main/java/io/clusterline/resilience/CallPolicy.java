package io.clusterline.resilience;

import io.clusterline.failure.ErrorCode;
import java.util.function.Predicate;

/**
 * How one kind of endpoint is called.
 *
 * @param name of the kind, as metrics tell it: {@code aws}
 * @param whenOpen the error that says the endpoint does not answer; retryable
 * @param isRetryable the same call, at once, without harm
 * @param isOutage the endpoint's own failure: no answer, or a 5xx; never a request it refused
 */
public record CallPolicy(
    String name,
    ErrorCode whenOpen,
    RetrySettings retry,
    BreakerSettings breaker,
    Predicate<Throwable> isRetryable,
    Predicate<Throwable> isOutage) {}
