package io.clusterline.infra;

import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.infra.preflight.EgressSettings;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.KubernetesSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.resilience.ResilienceConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The infra stage and its way to AWS. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  AwsSettings.class,
  EgressSettings.class,
  KubernetesSettings.class,
  ReplacementSettings.class
})
@Import(ResilienceConfiguration.class)
class InfraConfiguration {

  @Bean
  AwsClients awsClients(AwsSettings settings, Resilience resilience, MeterRegistry metrics) {
    return new AwsClients(settings, resilience, metrics);
  }

  @Bean
  InfraStage infraStage(
      AwsClients clients,
      EgressSettings egress,
      KubernetesSettings kubernetes,
      ReplacementSettings replacements,
      Resilience resilience) {
    KubernetesCalls calls = new KubernetesCalls(kubernetes, resilience);
    return new InfraStage(clients, new LivingCluster.Tools(calls, replacements), egress);
  }
}
