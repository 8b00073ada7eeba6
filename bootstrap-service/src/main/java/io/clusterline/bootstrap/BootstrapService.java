package io.clusterline.bootstrap;

import io.clusterline.event.InfraReady;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageMessageHandler;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Turns machines into a cluster: stage bootstrap. */
@SpringBootApplication
@Import(ServiceConfiguration.class)
public class BootstrapService {

  public static void main(String[] arguments) {
    SpringApplication.run(BootstrapService.class, arguments);
  }

  @Bean
  StageMessageHandler<InfraReady> bootstrap(StageHandlers handlers, BootstrapStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> nodesRemoval(StageHandlers handlers, BootstrapStage stage) {
    return handlers.removing(stage);
  }
}
