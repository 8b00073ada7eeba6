package io.clusterline.console;

import io.clusterline.console.dashboard.DashboardLink;
import io.clusterline.console.feed.Board;
import io.clusterline.console.feed.Feed;
import io.clusterline.console.feed.JournalFollower;
import io.clusterline.console.metrics.DeadLetterMetrics;
import io.clusterline.console.metrics.ProgressMetrics;
import io.clusterline.console.trace.TraceExport;
import io.clusterline.console.trace.TraceLink;
import io.clusterline.messaging.BrokerAddress;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.BrokerTrust;
import io.clusterline.messaging.JournalReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the console is made of. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Board board(Clock clock) {
    return new Board(clock);
  }

  @Bean(destroyMethod = "close")
  Feed feed(Board board, ConsoleProperties properties) {
    return new Feed(board, properties.flush()).start();
  }

  @Bean
  BrokerConnections broker(
      @Value("${clusterline.rabbitmq.addresses}") String addresses,
      @Value("${clusterline.rabbitmq.trust-store:}") String trustStore,
      @Value("${clusterline.rabbitmq.trust-store-password:}") String password) {
    return new BrokerConnections(
        BrokerAddress.parse(addresses), BrokerTrust.of(trustStore, password));
  }

  @Bean(destroyMethod = "close")
  JournalFollower journalFollower(Board board, BrokerConnections broker) {
    return new JournalFollower(
            offset -> JournalReader.open(broker, offset, routingKey -> true), board)
        .start();
  }

  @Bean(destroyMethod = "close")
  DeadLetterMetrics deadLetterMetrics(BrokerConnections broker, MeterRegistry registry) {
    return new DeadLetterMetrics(broker, registry).start();
  }

  /** One bean either way: which beans there are is decided when the jar is built. */
  @Bean(destroyMethod = "close")
  TraceExport traceExport(Board board, ConsoleProperties properties) {
    String endpoint = properties.otlpEndpoint();
    return endpoint.isEmpty()
        ? new TraceExport(board, SpanExporter.composite(), properties.retention())
        : new TraceExport(
                board,
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build(),
                properties.retention())
            .start();
  }

  @Bean
  TraceLink traceLink(Board board, ConsoleProperties properties) {
    return new TraceLink(board, properties.traceUrl());
  }

  @Bean
  DashboardLink dashboardLink(Board board, ConsoleProperties properties) {
    return new DashboardLink(board, properties.grafanaUrl());
  }

  @Bean
  ProgressMetrics progressMetrics(Board board, MeterRegistry registry, ConsoleProperties settings) {
    return new ProgressMetrics(board, registry, settings.retention());
  }
}
