package io.clusterline.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Starter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Metrics of the service's SSH sessions, wired as in production. */
class BootstrapMetricsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(Starter.resilience4j(AutoConfiguration.class)))
          .withUserConfiguration(BootstrapConfiguration.class)
          .withBean(
              PrometheusMeterRegistry.class,
              () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
          .withBean(Clock.class, Clock::systemUTC);

  @Test
  void givenTheService_whenItHasStarted_thenItsSessionsAndRetriesAreAmongItsMetrics() {
    service
        .withPropertyValues("clusterline.bootstrap.ssh-limits.sessions=77")
        .run(context ->
            assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                .contains("resilience4j_bulkhead_max_allowed_concurrent_calls{name=\"ssh\"} 77")
                .contains("resilience4j_bulkhead_available_concurrent_calls{name=\"ssh\"} 77")
                .containsPattern("resilience4j_retry_calls_total\\{.*name=\"ssh-connect\"")
                .containsPattern("resilience4j_retry_calls_total\\{.*name=\"ssh-repeat\""));
  }
}
