package io.clusterline.gitops;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.CniReady;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageMessageHandler;
import io.clusterline.gitops.ingress.IngressStage;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Installs the platform add-ons and hands the cluster over to GitOps: stage addons. Publishes the
 * hosts: stage ingress.
 */
@SpringBootApplication
@Import(ServiceConfiguration.class)
public class GitopsService {

  public static void main(String[] arguments) {
    SpringApplication.run(GitopsService.class, arguments);
  }

  @Bean
  StageMessageHandler<CniReady> addons(StageHandlers handlers, AddonsStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> addonsRemoval(StageHandlers handlers, AddonsStage stage) {
    return handlers.removing(stage);
  }

  @Bean
  StageMessageHandler<AddonsReady> ingress(StageHandlers handlers, IngressStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> ingressRemoval(StageHandlers handlers, IngressStage stage) {
    return handlers.removing(stage);
  }
}
