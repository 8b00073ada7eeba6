package io.clusterline.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.micrometer.tagged.CircuitBreakerMetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The circuit breakers of one kind of endpoint, one for each address, under one name among the
 * metrics. The names of the metrics and of their labels are those of Resilience4j's own.
 */
final class BreakersOfMany {

  private final String kind;
  private final MeterRegistry metrics;
  private final Set<CircuitBreaker> breakers = ConcurrentHashMap.newKeySet();

  /**
   * @param kind the name of the policy
   */
  BreakersOfMany(String kind, MeterRegistry metrics) {
    this.kind = kind;
    this.metrics = metrics;
    for (State state : State.values()) {
      Gauge.builder(
              CircuitBreakerMetricNames.DEFAULT_CIRCUIT_BREAKER_STATE,
              breakers,
              all -> all.stream().anyMatch(each -> each.getState() == state) ? 1 : 0)
          .description("1 while the circuit breaker, or one of those of that name, is in the state")
          .tags("name", kind, "state", state.name().toLowerCase(Locale.ROOT))
          .register(metrics);
    }
  }

  CircuitBreaker open(String name, CircuitBreakerConfig config) {
    CircuitBreaker breaker = CircuitBreaker.of(name, config);
    breaker
        .getEventPublisher()
        .onSuccess(event -> record("successful", event.getElapsedDuration()))
        .onError(event -> record("failed", event.getElapsedDuration()))
        .onIgnoredError(event -> record("ignored", event.getElapsedDuration()))
        .onCallNotPermitted(event -> held());
    breakers.add(breaker);
    return breaker;
  }

  private void record(String how, Duration took) {
    Timer.builder(CircuitBreakerMetricNames.DEFAULT_CIRCUIT_BREAKER_CALLS)
        .description("Calls that were made, by their end")
        .tags("name", kind, "kind", how)
        .register(metrics)
        .record(took);
  }

  private void held() {
    Counter.builder(CircuitBreakerMetricNames.DEFAULT_CIRCUIT_BREAKER_NOT_PERMITTED_CALLS)
        .description("Calls that an open circuit breaker held back")
        .tags("name", kind, "kind", "not_permitted")
        .register(metrics)
        .increment();
  }

  /** Forgets the breaker of that name. */
  void remove(String name) {
    breakers.removeIf(breaker -> breaker.getName().equals(name));
  }
}
