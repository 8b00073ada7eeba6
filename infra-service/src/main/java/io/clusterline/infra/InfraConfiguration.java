package io.clusterline.infra;

import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.infra.dns.DnsSettings;
import io.clusterline.infra.dns.DnsStage;
import io.clusterline.infra.edge.EdgeSettings;
import io.clusterline.infra.edge.EdgeStage;
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

/** The infra, the edge and the dns stage and their way to AWS. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  AwsSettings.class,
  EgressSettings.class,
  KubernetesSettings.class,
  ReplacementSettings.class,
  EdgeSettings.class,
  DnsSettings.class
})
@Import(ResilienceConfiguration.class)
class InfraConfiguration {

  @Bean
  AwsClients awsClients(AwsSettings settings, Resilience resilience, MeterRegistry metrics) {
    return new AwsClients(settings, resilience, metrics);
  }

  @Bean
  LivingCluster.Tools livingClusters(
      KubernetesSettings kubernetes, ReplacementSettings replacements, Resilience resilience) {
    return new LivingCluster.Tools(new KubernetesCalls(kubernetes, resilience), replacements);
  }

  @Bean
  InfraStage infraStage(AwsClients clients, LivingCluster.Tools living, EgressSettings egress) {
    return new InfraStage(clients, living, egress);
  }

  @Bean
  EdgeStage edgeStage(AwsClients clients, LivingCluster.Tools living, EdgeSettings settings) {
    return new EdgeStage(clients, living, settings);
  }

  @Bean
  DnsStage dnsStage(AwsClients clients, LivingCluster.Tools living, DnsSettings settings) {
    return new DnsStage(clients, living, settings);
  }
}
