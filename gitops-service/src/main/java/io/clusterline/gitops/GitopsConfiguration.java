package io.clusterline.gitops;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.helm.ChartStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService helmThreads(GitopsProperties properties) {
    return Executors.newFixedThreadPool(
        properties.helmCalls(), Thread.ofPlatform().daemon().name("helm-", 0).factory());
  }

  @Bean
  AddonsStage addonsStage(
      ChartStore charts, ExecutorService helmThreads, GitopsProperties properties) {
    return new AddonsStage(
        Catalogue.shipped(),
        new Platform.Tools(charts, helmThreads, properties.healthWithin()));
  }
}
