package io.clusterline.gitops;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.helm.ChartStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the stage is made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GitopsProperties.class)
class GitopsConfiguration {

  @Bean(destroyMethod = "close")
  ChartStore chartStore() {
    return new ChartStore();
  }

  @Bean
  AddonsStage addonsStage(ChartStore charts, GitopsProperties properties) {
    return new AddonsStage(
        Catalogue.shipped(),
        new Platform.Tools(charts, properties.helmCalls(), properties.healthWithin()));
  }
}
