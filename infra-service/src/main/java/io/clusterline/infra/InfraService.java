package io.clusterline.infra;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.IngressReady;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.StageName;
import io.clusterline.execution.ServiceConfiguration;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageMessageHandler;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.accept.InFlightMarkers;
import io.clusterline.infra.accept.RequestHandler;
import io.clusterline.infra.dns.DnsStage;
import io.clusterline.infra.edge.EdgeStage;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Accepts requests and builds what clusters need of AWS: stages accept, infra, edge and dns. */
@SpringBootApplication
@Import(ServiceConfiguration.class)
public class InfraService {

  public static void main(String[] arguments) {
    SpringApplication.run(InfraService.class, arguments);
  }

  @Bean
  RequestHandler accept(
      StageHandlers handlers,
      StageRuntime runtime,
      @Value("${clusterline.accept.in-flight}") Path inFlight) {
    return new RequestHandler(
        runtime,
        handlers.queue(StageName.ACCEPT),
        handlers.metrics(),
        InFlightMarkers.in(inFlight));
  }

  @Bean
  StageMessageHandler<ClusterAccepted> infra(StageHandlers handlers, InfraStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<ClusterAccepted> edge(StageHandlers handlers, EdgeStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<IngressReady> dns(StageHandlers handlers, DnsStage stage) {
    return handlers.of(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> dnsRemoval(StageHandlers handlers, DnsStage stage) {
    return handlers.removing(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> edgeRemoval(StageHandlers handlers, EdgeStage stage) {
    return handlers.removing(stage);
  }

  @Bean
  StageMessageHandler<RemovalTrigger> infraRemoval(StageHandlers handlers, InfraStage stage) {
    return handlers.removing(stage);
  }
}
