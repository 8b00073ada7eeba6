package io.clusterline.network;

import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageMessageHandler;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Gives the cluster its pod network and its nodes their roles: stages cni and network. */
@SpringBootApplication
@Import(ServiceConfiguration.class)
public class NetworkService {

  public static void main(String[] arguments) {
    SpringApplication.run(NetworkService.class, arguments);
  }

  @Bean
  StageMessageHandler<MasterInitialized> cni(StageHandlers handlers, CniStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<NodesJoined> network(StageHandlers handlers, NetworkStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> networkRemoval(StageHandlers handlers, NetworkStage stage) {
    return handlers.removing(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> cniRemoval(StageHandlers handlers, CniStage stage) {
    return handlers.removing(stage);
  }
}
