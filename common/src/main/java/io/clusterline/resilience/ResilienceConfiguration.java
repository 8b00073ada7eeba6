package io.clusterline.resilience;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Resilience4j's own registries, which its starter creates and measures. */
@Configuration(proxyBeanMethods = false)
public class ResilienceConfiguration {

  @Bean
  Resilience resilience(
      RetryRegistry retries,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      MeterRegistry metrics) {
    return new Resilience(retries, breakers, bulkheads, metrics);
  }
}
