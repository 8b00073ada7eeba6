package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.aws.AwsClients;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.Starter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Metrics of the service's calls to AWS, wired as in production. */
class InfraMetricsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(Starter.resilience4j(AutoConfiguration.class)))
          .withUserConfiguration(InfraConfiguration.class)
          .withBean(
              PrometheusMeterRegistry.class,
              () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  @Test
  void givenTheService_whenItHasCalledAws_thenEachGuardIsAmongItsMetrics() {
    service
        .withPropertyValues(
            "clusterline.aws.endpoint=" + AwsStandIn.shared().endpoint(),
            "clusterline.aws.limits.DescribeVpcs.burst=1000",
            "clusterline.aws.limits.DescribeVpcs.per-second=7")
        .run(context -> {
          new Build(SampleClusters.small("metrics", "eu-west-2"), context.getBean(AwsClients.class))
              .plan();

          assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
              .containsPattern(
                  "resilience4j_ratelimiter_available_permissions"
                      + "\\{name=\"aws/Ec2/own/eu-west-2/DescribeVpcs\"} (9\\d\\d|1000)")
              .containsPattern(
                  "resilience4j_circuitbreaker_state"
                      + "\\{.*name=\"aws/Ec2/eu-west-2\",state=\"closed\".*} 1")
              .containsPattern(
                  "resilience4j_retry_calls_total"
                      + "\\{.*kind=\"successful_without_retry\",name=\"aws\".*} [1-9]")
              .contains("clusterline_aws_requests_seconds_count{operation=\"DescribeVpcs\"");
        });
  }
}
