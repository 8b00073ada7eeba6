package io.clusterline.network;

import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.KubernetesSettings;
import io.clusterline.kubernetes.Rehearsal;
import io.clusterline.network.calico.ManifestDownload;
import io.clusterline.network.cluster.ClusterNetwork.Tools;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.resilience.ResilienceConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires the stages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  NetworkProperties.class,
  KubernetesSettings.class,
  DownloadSettings.class
})
@Import(ResilienceConfiguration.class)
class NetworkConfiguration {

  @Bean(destroyMethod = "close")
  Downloads downloads(DownloadSettings settings, Resilience resilience) {
    return new Downloads(settings, resilience);
  }

  @Bean
  Tools tools(Downloads downloads, KubernetesSettings kubernetes, Resilience resilience) {
    KubernetesCalls calls = new KubernetesCalls(kubernetes, resilience);
    Rehearsal.whenRecording(calls);
    return new Tools(new ManifestDownload(downloads), calls);
  }

  @Bean
  CniStage cniStage(Tools tools, NetworkProperties properties) {
    return new CniStage(tools, properties.limits());
  }

  @Bean
  NetworkStage networkStage(Tools tools, NetworkProperties properties) {
    return new NetworkStage(tools, properties.limits());
  }
}
