package io.clusterline.drill;

import io.clusterline.event.StageName;
import io.clusterline.execution.CrashInjector;
import io.clusterline.execution.FailPoints;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageDispatcher;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.InfraStage;
import io.clusterline.infra.accept.RequestHandler;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.KubernetesSettings;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.resilience.Resilience;
import io.clusterline.stage.StageDefinition;
import io.clusterline.state.Leases;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.OtlpSpans;
import io.clusterline.telemetry.SpanSink;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.BinderConsumers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * All stages in one light process: the real handlers, workers, leases and state store, without
 * Spring Boot, so that it is back two seconds after each of its many deaths. Its settings are the
 * system properties that {@link Worker} passes.
 */
final class DrillWorker {

  /** A drill kills far more often than a service dies. */
  private static final int MANY_DEATHS = 10_000;

  private static final int AT_ONCE = 8;

  private final CachingConnectionFactory connections;
  private final BinderConsumers consumers;
  private final StageHandlers handlers;
  private final StageRuntime runtime;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private DrillWorker(WorkerSettings settings) {
    connections = new CachingConnectionFactory(URI.create(settings.broker()));
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    connections.setRequestedHeartBeat(10);
    consumers = new BinderConsumers(connections);
    ConfirmedSender sender = new ConfirmedSender(new RabbitTemplate(connections));
    FailPoints failPoints =
        settings.plan().isEmpty() ? FailPoints.NONE : CrashInjector.of(Path.of(settings.plan()));
    Clock clock = Clock.systemUTC();
    runtime =
        new StageRuntime(
            new EventPublisher(sender), StateStore.open(), clock, failPoints, spans(settings));
    StageMetrics stages = new StageMetrics(metrics);
    Leases leases =
        new Leases(UUID.randomUUID().toString(), Duration.ofMillis(settings.leaseMillis()));
    handlers =
        new StageHandlers(
            runtime,
            sender,
            new StageDispatcher(runtime, leases, stages, settings.attempts(), MANY_DEATHS, AT_ONCE),
            stages);
  }

  private SpanSink spans(WorkerSettings settings) {
    return settings.otlp().isEmpty()
        ? SpanSink.NONE
        : OtlpSpans.to(settings.otlp(), "drill-worker", metrics);
  }

  public static void main(String[] arguments) {
    WorkerSettings settings = WorkerSettings.fromSystemProperties();
    DrillWorker worker = new DrillWorker(settings);
    worker.listen(settings);
    System.out.println("ready");
  }

  private void listen(WorkerSettings settings) {
    FakeLayers layers = new FakeLayers(Path.of(settings.worlds()));
    consumers.consume(
        StageName.ACCEPT,
        new RequestHandler(runtime, handlers.queue(StageName.ACCEPT), handlers.metrics()));
    layer(settings.realInfra() ? infra() : layers.infra());
    layer(layers.bootstrap());
    layer(layers.cni());
    layer(layers.network());
    layer(layers.addons());
    layer(layers.edge());
    layer(layers.ingress());
    layer(layers.dns());
  }

  private InfraStage infra() {
    String endpoint = System.getProperty("clusterline.aws.endpoint");
    var settings = AwsSettings.at(URI.create(endpoint));
    Resilience resilience = Resilience.measuredBy(metrics);
    KubernetesCalls calls = new KubernetesCalls(KubernetesSettings.DEFAULT, resilience);
    return new InfraStage(
        new AwsClients(settings, resilience, metrics),
        new LivingCluster.Tools(calls, ReplacementSettings.DEFAULT));
  }

  private void layer(StageDefinition<?, ?> definition) {
    consumers.consume(definition.name(), handlers.of(definition));
    var removing = handlers.removing(definition);
    consumers.consume(removing.stage(), removing);
  }
}
