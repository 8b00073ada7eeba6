package io.clusterline.alert;

import io.clusterline.alert.PrometheusNode.Job;
import io.clusterline.console.ConsoleService;
import io.clusterline.drill.FaultProxy;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.network.NetworkService;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Story;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** A broker, the console and a Prometheus that scrapes them; a service where a drill wants one. */
final class MonitoredLine implements AutoCloseable {

  private final Path folder;
  private final PrometheusNode prometheus;
  private final MonitoredBroker broker;
  private final FaultProxy wire;
  private final LineProcess console;
  private final CachingConnectionFactory connections;
  private final RabbitTemplate template;

  MonitoredLine(Path folder) {
    this.folder = folder;
    prometheus = PrometheusNode.start(folder.resolve("prometheus"));
    broker = MonitoredBroker.start(folder.resolve("broker"));
    connections = BrokerConnections.to(broker.node().addresses()).caching();
    new TopologyDeclarer(new RabbitAdmin(connections)).declare();
    template = new RabbitTemplate(connections);
    wire = new FaultProxy(broker.node().uri().getPort());
    console = console(through(wire));
    prometheus.scrape(Job.BROKER, Map.of("broker", broker.port()));
    prometheus.scrape(Job.CONSOLE, Map.of("console", console.port()));
    prometheus.awaitData("clusterline_journal_connected == 1");
  }

  private URI through(FaultProxy proxy) {
    URI direct = broker.node().uri();
    return URI.create("amqp://%s@127.0.0.1:%d".formatted(direct.getRawUserInfo(), proxy.port()));
  }

  private LineProcess console(URI address) {
    Map<String, String> settings = Map.of("CLUSTERLINE_RABBITMQ_URI", address.toString());
    return new LineProcess(
        "console",
        ConsoleService.class.getName(),
        List.of(),
        settings,
        folder.resolve("console.log"));
  }

  /** A real service whose bindings may be stopped; scraped when this returns. */
  LineProcess networkService() {
    AwsStandIn aws = AwsStandIn.shared();
    List<String> options =
        List.of(
            "-Dclusterline.aws.endpoint=" + aws.endpoint(),
            "-Daws.accessKeyId=" + aws.accessKey(),
            "-Daws.secretAccessKey=test");
    Map<String, String> settings =
        Map.of(
            "CLUSTERLINE_RABBITMQ_URI",
            broker.node().addresses(),
            "CLUSTERLINE_BINDINGS_ACCESS",
            "unrestricted");
    LineProcess service =
        new LineProcess(
            "network-service",
            NetworkService.class.getName(),
            options,
            settings,
            folder.resolve("network-service.log"));
    prometheus.scrape(Job.SERVICES, Map.of("network-service", service.port()));
    return service;
  }

  PrometheusNode prometheus() {
    return prometheus;
  }

  MonitoredBroker broker() {
    return broker;
  }

  /** Between the console and the broker. */
  FaultProxy wire() {
    return wire;
  }

  LineProcess console() {
    return console;
  }

  RabbitTemplate template() {
    return template;
  }

  /** Publishes the events to the journal, as those of another cluster that was asked for then. */
  void publish(String cluster, Instant begin, Story story) {
    for (Event<?> event : story.events()) {
      Event<?> moved = moved(event, cluster, begin);
      byte[] body = CloudEventCodec.encode(moved);
      template.send(Topology.JOURNAL, moved.routingKey(), EventPublisher.message(body));
    }
  }

  private static <T extends ClusterEvent> Event<T> moved(
      Event<T> event, String cluster, Instant begin) {
    return new Event<>(
        cluster + "-" + event.id(),
        event.source(),
        cluster,
        begin.plus(Duration.between(Story.BEGIN, event.time())),
        event.clusterUid() == null ? null : "uid-" + cluster,
        event.generation(),
        event.correlationId() == null ? null : cluster + "-" + event.correlationId(),
        event.causationId(),
        event.traceparent(),
        event.data());
  }

  @Override
  public void close() {
    console.close();
    connections.destroy();
    wire.close();
    broker.close();
    prometheus.close();
  }
}
