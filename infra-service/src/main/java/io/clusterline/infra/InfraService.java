package io.clusterline.infra;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.StageName;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageConsumers;
import io.clusterline.execution.StageConsumer;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.accept.AcceptConsumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Accepts requests and builds what lies below the cluster on AWS: stages accept and infra. */
@SpringBootApplication
@Import(ServiceConfiguration.class)
public class InfraService {

  public static void main(String[] arguments) {
    SpringApplication.run(InfraService.class, arguments);
  }

  @Bean
  AcceptConsumer accept(StageConsumers consumers, StageRuntime line) {
    return new AcceptConsumer(line, consumers.queue(StageName.ACCEPT), consumers.metrics());
  }

  @Bean
  StageConsumer<ClusterAccepted> infra(StageConsumers consumers, InfraStage stage) {
    return consumers.of(stage);
  }

  @Bean
  StageConsumer<NodesRemoved> infraRemoval(StageConsumers consumers, InfraStage stage) {
    return consumers.removing(stage, NodesRemoved.class);
  }
}
