package io.clusterline.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.resilience.Downloads;
import io.clusterline.testkit.Starter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Metrics of Helm and of downloads, wired as in production. */
class GitopsMetricsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(Starter.resilience4j(AutoConfiguration.class)))
          .withUserConfiguration(GitopsConfiguration.class)
          .withBean(Clock.class, Clock::systemUTC)
          .withBean(
              PrometheusMeterRegistry.class,
              () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  @Test
  void givenTheService_whenADownloadHasFailed_thenItAndHelmsPlacesAreAmongItsMetrics() {
    service
        .withPropertyValues(
            "clusterline.gitops.helm.processes=3",
            "clusterline.downloads.attempts=2",
            "clusterline.downloads.first-pause=1ms")
        .run(context -> {
          Downloads downloads = context.getBean(Downloads.class);
          URI nowhere = URI.create("http://127.0.0.1:1/index.yaml");
          assertThatThrownBy(() -> downloads.read(nowhere, nowhere, Downloads.bytes(1)))
              .hasMessageContaining(nowhere.toString());

          assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
              .contains("resilience4j_bulkhead_max_allowed_concurrent_calls{name=\"helm\"} 3")
              .containsPattern(
                  "resilience4j_retry_calls_total"
                      + "\\{.*kind=\"failed_with_retry\",name=\"downloads\".*} 1")
              .containsPattern(
                  "resilience4j_circuitbreaker_calls_seconds_count"
                      + "\\{.*kind=\"failed\",name=\"downloads\".*} 2");
        });
  }
}
