package io.clusterline.network;

import io.clusterline.event.AddonsRemoved;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NetworkRemoved;
import io.clusterline.event.NodesJoined;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageConsumers;
import io.clusterline.execution.StageConsumer;
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
  StageConsumer<MasterInitialized> cni(StageConsumers consumers, CniStage stage) {
    return consumers.of(stage);
  }

  @Bean
  StageConsumer<NodesJoined> network(StageConsumers consumers, NetworkStage stage) {
    return consumers.of(stage);
  }

  @Bean
  StageConsumer<AddonsRemoved> networkRemoval(StageConsumers consumers, NetworkStage stage) {
    return consumers.removing(stage, AddonsRemoved.class);
  }

  @Bean
  StageConsumer<NetworkRemoved> cniRemoval(StageConsumers consumers, CniStage stage) {
    return consumers.removing(stage, NetworkRemoved.class);
  }
}
