package io.clusterline.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.network.cluster.ClusterNetwork.Tools;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.Starter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Metrics of the service's calls to API servers, wired as in production. */
class NetworkMetricsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(Starter.resilience4j(AutoConfiguration.class)))
          .withUserConfiguration(NetworkConfiguration.class)
          .withBean(
              PrometheusMeterRegistry.class,
              () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  @Test
  void givenTheService_whenItHasCalledAnApiServer_thenItsBreakerAndRetriesAreAmongItsMetrics() {
    service.run(context -> {
      var calls = context.getBean(Tools.class).kubernetes();
      try (KubernetesApi api = KubernetesApi.connect(ApiServer.shared().kubeconfig(), calls)) {
        api.version();

        assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
            .contains("resilience4j_circuitbreaker_state{name=\"kubernetes\",state=\"closed\"} 1")
            .doesNotContain(api.address())
            .containsPattern(
                "resilience4j_retry_calls_total"
                    + "\\{.*kind=\"successful_without_retry\",name=\"kubernetes\".*} 1")
            .contains(
                "clusterline_kubernetes_requests_seconds_count{outcome=\"success\",verb=\"GET\"} 1");
      }
    });
  }
}
