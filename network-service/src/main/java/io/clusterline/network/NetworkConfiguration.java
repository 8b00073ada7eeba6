package io.clusterline.network;

import io.clusterline.network.calico.ManifestDownload;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the stages are made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NetworkProperties.class)
class NetworkConfiguration {

  @Bean(destroyMethod = "close")
  ManifestDownload manifestDownload() {
    return new ManifestDownload();
  }

  @Bean
  CniStage cniStage(ManifestDownload download, NetworkProperties properties) {
    return new CniStage(download, properties.limits());
  }

  @Bean
  NetworkStage networkStage(ManifestDownload download, NetworkProperties properties) {
    return new NetworkStage(download, properties.limits());
  }
}
