package io.clusterline.infra.line;

import io.clusterline.event.StageName;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageDispatcher;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.InfraStage;
import io.clusterline.infra.accept.RequestHandler;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.infra.dns.DnsSettings;
import io.clusterline.infra.dns.DnsStage;
import io.clusterline.infra.edge.EdgeSettings;
import io.clusterline.infra.edge.EdgeStage;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.resilience.Resilience;
import io.clusterline.state.Leases;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.BinderConsumers;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** One process of infra-service, with its own connection, leases, workers and token buckets. */
final class Replica implements AutoCloseable {

  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(8);
  private static final int ATTEMPTS = 5;
  private static final int DEATHS = 10;
  static final int AT_ONCE = Integer.getInteger("clusterline.stage.at-once", 8);

  private final CachingConnectionFactory connections = connections();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AwsClients clients =
      new AwsClients(
          AwsSettings.at(AwsStandIn.shared().endpoint()),
          Resilience.measuredBy(registry),
          registry);
  private static final LivingCluster.Tools LIVING =
      new LivingCluster.Tools(ApiServer.CALLS, ReplacementSettings.DEFAULT);
  private final Leases leases = new Leases(UUID.randomUUID().toString(), TIME_TO_LIVE);
  private final BinderConsumers consumers = new BinderConsumers(connections);
  private final StageDispatcher workers;

  Replica(StateStore store) {
    ConfirmedSender sender = new ConfirmedSender(new RabbitTemplate(connections));
    StageRuntime runtime = new StageRuntime(new EventPublisher(sender), store, Clock.systemUTC());
    StageMetrics metrics = new StageMetrics(registry);
    workers = new StageDispatcher(runtime, leases, metrics, ATTEMPTS, DEATHS, AT_ONCE);
    StageHandlers handlers = new StageHandlers(runtime, sender, workers, metrics);
    InfraStage stage = new InfraStage(clients, LIVING);
    consumers.consume(
        StageName.ACCEPT, new RequestHandler(runtime, handlers.queue(StageName.ACCEPT), metrics));
    consumers.consume(StageName.INFRA, handlers.of(stage));
    consumers.consume(StageName.INFRA_REMOVAL, handlers.removing(stage));
    EdgeStage edge = new EdgeStage(clients, LIVING, EdgeSettings.DEFAULT);
    consumers.consume(StageName.EDGE, handlers.of(edge));
    consumers.consume(StageName.EDGE_REMOVAL, handlers.removing(edge));
    DnsStage dns = new DnsStage(clients, LIVING, DnsSettings.DEFAULT);
    consumers.consume(StageName.DNS, handlers.of(dns));
    consumers.consume(StageName.DNS_REMOVAL, handlers.removing(dns));
  }

  static CachingConnectionFactory connections() {
    var connections = new CachingConnectionFactory(TestBroker.uri());
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    return connections;
  }

  /**
   * Ends it as kill -9 does: it releases no lease, sends no heartbeat, takes no message; its
   * workers stop.
   */
  void kill() {
    leases.close();
    consumers.stop();
    workers.close();
  }

  @Override
  public void close() {
    consumers.close();
    workers.close();
    leases.close();
    Connections.close(connections);
    clients.close();
  }
}
