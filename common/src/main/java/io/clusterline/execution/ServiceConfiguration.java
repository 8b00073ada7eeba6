package io.clusterline.execution;

import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.BrokerAddress;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.BrokerLimits;
import io.clusterline.messaging.BrokerTrust;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.ConsumerRecovery;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.OutputBinding;
import io.clusterline.messaging.Redeclaring;
import io.clusterline.messaging.SpringBrokerSettings;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.Leases;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.OtlpSpans;
import io.clusterline.telemetry.SendConvention;
import io.clusterline.telemetry.SpanSink;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.telemetry.StepExemplars;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.function.core.FunctionInvocationHelper;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.messaging.Message;

/**
 * What every service of the line is made of, beside its own stages. Settings: {@code line.yaml}.
 */
@Configuration(proxyBeanMethods = false)
public class ServiceConfiguration {

  @Bean
  SendConvention sendConvention() {
    return new SendConvention();
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  StateStore stateStore() {
    return StateStore.open();
  }

  @Bean
  BrokerConnections brokerConnections(
      Environment environment,
      @Value("${clusterline.rabbitmq.addresses}") String addresses,
      @Value("${clusterline.rabbitmq.trust-store:}") String trustStore,
      @Value("${clusterline.rabbitmq.trust-store-password:}") String password) {
    SpringBrokerSettings.refuse(environment);
    return new BrokerConnections(
        BrokerAddress.parse(addresses), BrokerTrust.of(trustStore, password));
  }

  /** In the place of Spring Boot's own, for the binder as well. */
  @Bean
  CachingConnectionFactory rabbitConnectionFactory(BrokerConnections broker) {
    return broker.caching();
  }

  /** Declares the topology before anything is consumed or published. */
  @Bean
  TopologyDeclarer topology(ConnectionFactory connections, BrokerConnections broker) {
    AmqpAdmin admin = new RabbitAdmin(connections);
    TopologyDeclarer declarer = new TopologyDeclarer(admin);
    awaitBroker(connections);
    declarer.declare();
    BrokerLimits.verify(broker);
    connections.addConnectionListener(new Redeclaring(declarer));
    return declarer;
  }

  /** Finds in the journal stages that no process is driving. */
  @Bean(destroyMethod = "close")
  Watchdog watchdog(
      List<StageMessageHandler<?>> handlers,
      Leases leases,
      ConfirmedSender sender,
      StageRuntime runtime,
      StageMetrics metrics,
      BrokerConnections broker) {
    UnfinishedStages own = new UnfinishedStages(Watchdog.stagesOf(handlers));
    return new Watchdog(
            () -> JournalReader.open(broker, Watchdog.HISTORY, own::concerns),
            handlers,
            runtime,
            leases,
            new StageQueue(StageName.ACCEPT, sender, runtime.clock()),
            metrics,
            Watchdog.PERIOD,
            Watchdog.LONGEST_DELAY)
        .start();
  }

  /** Broker and services may start at the same moment. */
  private static void awaitBroker(ConnectionFactory connections) {
    Wait.until("RabbitMQ takes connections")
        .within(Duration.ofMinutes(1))
        .atMostEvery(Duration.ofMillis(250))
        .poll(() -> connect(connections));
  }

  private static Seen<Boolean> connect(ConnectionFactory connections) {
    try (Connection connection = connections.createConnection()) {
      return Seen.yes(connection.isOpen());
    } catch (AmqpException e) {
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  @Bean
  ConfirmedSender confirmedSender(ConnectionFactory connections, TopologyDeclarer declared) {
    return new ConfirmedSender(new RabbitTemplate(connections), declared::declareAgain);
  }

  /** Its name is that of the health component. */
  @Bean
  ConsumerRecovery consumers(TopologyDeclarer topology) {
    return new ConsumerRecovery(topology);
  }

  /**
   * @param plan for a drill: a file of places at which this process ends itself; empty otherwise
   */
  @Bean
  FailPoints failPoints(@Value("${clusterline.drill.halt-points:}") String plan) {
    return plan.isEmpty() ? FailPoints.NONE : CrashInjector.of(Path.of(plan));
  }

  @Bean
  OutputBinding outputBinding(StreamBridge bridge, BindingsLifecycleController bindings) {
    return new OutputBinding(bridge, bindings);
  }

  /** Events for the stages leave through the output binding, everything else by the template. */
  @Bean
  EventPublisher eventPublisher(
      OutputBinding binding, ConfirmedSender sender, TopologyDeclarer declared) {
    return new EventPublisher(new ConfirmedSender(binding, declared::declareAgain), sender);
  }

  @Bean
  StageRuntime line(
      EventPublisher publisher,
      StateStore store,
      Clock clock,
      FailPoints failPoints,
      SpanSink spans) {
    return new StageRuntime(publisher, store, clock, failPoints, spans);
  }

  /** One bean either way: which beans there are is decided when the jar is built. */
  @Bean
  SpanSink spans(
      MeterRegistry registry,
      @Value("${clusterline.otlp-endpoint:}") String endpoint,
      @Value("${spring.application.name}") String service) {
    OtlpSpans.announce(registry);
    return endpoint.isEmpty() ? SpanSink.NONE : OtlpSpans.to(endpoint, service, registry);
  }

  /** Spring Boot gives it to the registry of Prometheus. */
  @Bean
  StepExemplars exemplars() {
    return new StepExemplars();
  }

  @Bean(destroyMethod = "close")
  Leases leases(
      @Value("${clusterline.lease.time-to-live}") Duration timeToLive, StageMetrics metrics) {
    String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    return new Leases(owner, timeToLive, metrics);
  }

  @Bean
  StageMetrics stageMetrics(
      MeterRegistry registry, @Value("${spring.application.version:development}") String version) {
    StageMetrics metrics = new StageMetrics(registry);
    metrics.version(version);
    return metrics;
  }

  @Bean(destroyMethod = "close")
  StageDispatcher stageDispatcher(
      StageRuntime runtime,
      Leases leases,
      StageMetrics metrics,
      @Value("${clusterline.stage.attempts}") int attempts,
      @Value("${clusterline.stage.deaths}") int deaths,
      @Value("${clusterline.stage.at-once}") int atOnce) {
    return new StageDispatcher(
        runtime, leases, metrics, attempts, AttemptLimits.deaths(deaths), atOnce);
  }

  @Bean
  StageHandlers stageHandlers(
      StageRuntime runtime,
      ConfirmedSender sender,
      StageDispatcher dispatcher,
      StageMetrics metrics) {
    return new StageHandlers(runtime, sender, dispatcher, metrics);
  }

  /**
   * Without it the function layer takes CloudEvents apart and writes their bodies anew, which
   * changes them (1.10 becomes 1.1).
   */
  @Bean
  FunctionInvocationHelper<Message<?>> bodiesStayAsTheyAre() {
    return new FunctionInvocationHelper<>() {};
  }

  /** Makes the message handler of a stage's queue. */
  public record StageHandlers(
      StageRuntime runtime,
      ConfirmedSender sender,
      StageDispatcher dispatcher,
      StageMetrics metrics) {

    /** Of a stage that builds. */
    public <E extends StageTrigger> StageMessageHandler<E> of(StageDefinition<E, ?> definition) {
      return handler(new BuildExecutor<>(definition));
    }

    /** Of the removal of what that stage builds. */
    public StageMessageHandler<RemovalTrigger> removing(StageDefinition<?, ?> definition) {
      StageName removal =
          StageName.removal().stream()
              .filter(stage -> stage.layer() == definition.name())
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("nothing removes " + definition.name()));
      return handler(new RemovalExecutor<>(definition, removal));
    }

    private <E extends StageTrigger> StageMessageHandler<E> handler(StageExecutor<E> executor) {
      return new StageMessageHandler<>(
          executor, runtime, queue(executor.stage()), dispatcher, metrics);
    }

    public StageQueue queue(StageName stage) {
      return new StageQueue(stage, sender, runtime.clock());
    }
  }
}
