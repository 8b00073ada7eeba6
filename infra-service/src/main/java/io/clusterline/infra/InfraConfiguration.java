package io.clusterline.infra;

import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The infra stage and its way to AWS. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AwsSettings.class)
class InfraConfiguration {

  @Bean
  AwsClients awsClients(AwsSettings settings, MeterRegistry metrics) {
    return new AwsClients(settings, metrics);
  }

  @Bean
  InfraStage infraStage(AwsClients clients) {
    return new InfraStage(clients);
  }
}
