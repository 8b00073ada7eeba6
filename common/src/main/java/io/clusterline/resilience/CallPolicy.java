package io.clusterline.resilience;

import io.clusterline.failure.ErrorCode;
import java.util.function.Predicate;

/**
 * Policy for calls to one kind of endpoint.
 *
 * @param name of the kind, as in metrics: {@code aws}
 * @param isManyAddresses its addresses are those of clusters or of a specification: there is no end
 *     to them, so that they are no label of a metric
 * @param whenOpen the error for an endpoint that does not answer; retryable
 * @param isRetryable whether the same call may be repeated at once without harm
 * @param isOutage the endpoint's own failure: no answer, or a 5xx; never a request it refused
 */
public record CallPolicy(
    String name,
    boolean isManyAddresses,
    ErrorCode whenOpen,
    RetrySettings retry,
    BreakerSettings breaker,
    Predicate<Throwable> isRetryable,
    Predicate<Throwable> isOutage) {}
