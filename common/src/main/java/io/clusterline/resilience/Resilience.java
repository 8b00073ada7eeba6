package io.clusterline.resilience;

import io.clusterline.telemetry.CallMetrics;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The retries, circuit breakers, bulkheads and rate limiters of one process, each measured. */
public final class Resilience {

  /** An API server that was not called for so long is that of a finished build. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final RetryRegistry retries;
  private final CircuitBreakerRegistry breakers;
  private final BulkheadRegistry bulkheads;
  private final TaggedRateLimiterMetricsPublisher limiters;
  private final CallMetrics calls;
  private final MeterRegistry metrics;
  private final Map<String, BreakersOfMany> ofMany = new ConcurrentHashMap<>();
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** With registries that are measured already. */
  Resilience(
      RetryRegistry retries,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      MeterRegistry metrics) {
    this.retries = retries;
    this.breakers = breakers;
    this.bulkheads = bulkheads;
    this.limiters = new TaggedRateLimiterMetricsPublisher(metrics);
    this.calls = new CallMetrics(metrics);
    this.metrics = metrics;
  }

  /** With registries of its own, for use without Spring. */
  public static Resilience measuredBy(MeterRegistry metrics) {
    RetryRegistry retries = RetryRegistry.ofDefaults();
    CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    TaggedRetryMetrics.ofRetryRegistry(retries).bindTo(metrics);
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(metrics);
    TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(metrics);
    return new Resilience(retries, breakers, bulkheads, metrics);
  }

  /** The same for every caller of that address in this process. */
  public Endpoint endpoint(CallPolicy policy, String address) {
    String name = policy.name() + "/" + address;
    Endpoint known = endpoints.get(name);
    if (known != null) {
      return known;
    }
    forgetUnused();
    return endpoints.computeIfAbsent(name, absent -> open(policy, absent));
  }

  private Endpoint open(CallPolicy policy, String name) {
    Predicate<Throwable> again =
        failure -> failure instanceof CircuitOpenException || policy.isRetryable().test(failure);
    return new Endpoint(policy, retry(policy.name(), policy.retry(), again), breaker(policy, name));
  }

  private CircuitBreaker breaker(CallPolicy policy, String name) {
    CircuitBreakerConfig config = policy.breaker().config(policy.isOutage());
    return policy.isManyAddresses()
        ? ofMany
            .computeIfAbsent(policy.name(), kind -> new BreakersOfMany(kind, metrics))
            .open(name, config)
        : breakers.circuitBreaker(name, config);
  }

  /** Else the breaker of every cluster that was ever built would be kept. */
  private void forgetUnused() {
    endpoints.forEach((name, endpoint) -> {
      if (endpoint.isUnused(FORGOTTEN_AFTER) && endpoints.remove(name, endpoint)) {
        breakers.remove(name);
        ofMany.values().forEach(each -> each.remove(name));
      }
    });
  }

  /** A retry by itself, where there is no endpoint to leave alone. */
  public Retry retry(String name, RetrySettings settings, Predicate<Throwable> mayBeTriedAgain) {
    return retries.retry(name, settings.config(mayBeTriedAgain));
  }

  /**
   * So many at once in the whole process.
   *
   * @param limit how long to wait for a place, in the order of arrival
   */
  public Bulkhead bulkhead(String name, int places, Duration limit) {
    return new Bulkhead(bulkheads.bulkhead(name, Bulkhead.config(places, limit)));
  }

  /** Where calls that leave the process are measured. */
  public CallMetrics calls() {
    return calls;
  }

  /** Shows a rate limiter among the metrics. */
  public void measure(RateLimiter limiter) {
    limiters.publishMetrics(limiter);
  }
}
