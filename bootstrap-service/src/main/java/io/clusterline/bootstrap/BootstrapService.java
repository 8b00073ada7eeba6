package io.clusterline.bootstrap;

import io.clusterline.event.CniRemoved;
import io.clusterline.event.InfraReady;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageConsumers;
import io.clusterline.execution.StageConsumer;
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
  StageConsumer<InfraReady> bootstrap(StageConsumers consumers, BootstrapStage stage) {
    return consumers.of(stage);
  }

  @Bean
  StageConsumer<CniRemoved> nodesRemoval(StageConsumers consumers, BootstrapStage stage) {
    return consumers.removing(stage, CniRemoved.class);
  }
}
