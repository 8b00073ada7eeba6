package io.clusterline.gitops;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.helm.ChartStore;
import io.clusterline.gitops.helm.HelmProcesses;
import io.clusterline.gitops.ingress.IngressSettings;
import io.clusterline.gitops.ingress.IngressStage;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.repository.RepositoryReader;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.KubernetesSettings;
import io.clusterline.kubernetes.Rehearsal;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.resilience.ResilienceConfiguration;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires the stages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  GitopsProperties.class,
  IngressSettings.class,
  KubernetesSettings.class,
  DownloadSettings.class
})
@Import(ResilienceConfiguration.class)
class GitopsConfiguration {

  @Bean(destroyMethod = "close")
  Downloads downloads(DownloadSettings settings, Resilience resilience) {
    return new Downloads(settings, resilience);
  }

  @Bean(destroyMethod = "close")
  ChartStore chartStore(Downloads downloads) {
    return new ChartStore(downloads);
  }

  @Bean
  Platform.Tools tools(
      ChartStore charts,
      GitopsProperties properties,
      KubernetesSettings kubernetes,
      Resilience resilience,
      Clock clock) {
    KubernetesCalls calls = new KubernetesCalls(kubernetes, resilience);
    Rehearsal.whenRecording(calls);
    return new Platform.Tools(
        charts,
        new HelmProcesses(properties.helm(), resilience),
        calls,
        new RepositoryReader(properties.readRepository(), properties.readWithin()),
        properties.healthWithin(),
        clock);
  }

  @Bean
  AddonsStage addonsStage(Platform.Tools tools) {
    return new AddonsStage(Catalogue.bundled(), tools);
  }

  @Bean
  IngressStage ingressStage(Platform.Tools tools, IngressSettings settings) {
    return new IngressStage(tools.kubernetes(), settings);
  }
}
