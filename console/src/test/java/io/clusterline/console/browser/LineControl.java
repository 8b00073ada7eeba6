package io.clusterline.console.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clusterline.broker.BrokerNode;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * What the browser's tests ask of the line, over HTTP on loopback: {@code POST /ACTION} with the
 * argument as body.
 */
final class LineControl implements AutoCloseable {

  private final BrokerNode broker;
  private final ConsoleProcess console;
  private final CachingConnectionFactory connections;
  private final RabbitTemplate template;
  private final HttpServer server;
  private final Fleet fleet = new Fleet(50);

  LineControl(BrokerNode broker, ConsoleProcess console) throws IOException {
    this.broker = broker;
    this.console = console;
    this.connections = BrokerConnections.to(broker.addresses()).caching();
    this.template = new RabbitTemplate(connections);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  static void declareTopology(String broker) {
    CachingConnectionFactory connections = BrokerConnections.to(broker).caching();
    new TopologyDeclarer(new RabbitAdmin(connections)).declare();
    connections.destroy();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String argument = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = 200;
    String answer;
    try {
      answer = String.valueOf(act(exchange.getRequestURI().getPath(), argument));
    } catch (IOException | RuntimeException e) {
      status = 500;
      answer = e.toString();
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Milliseconds of the moment before the first event is sent, or the number asked for. */
  private long act(String action, String argument) throws IOException {
    long now = System.currentTimeMillis();
    switch (action) {
      case "/begin" -> {
        publish(fleet.begin());
        publish(EndedLines.events());
      }
      case "/next" -> publish(fleet.next(Integer.parseInt(argument)));
      case "/says" -> publish(List.of(fleet.says(argument)));
      case "/hostile" -> HostileEvents.of(fleet).forEach(this::send);
      case "/console/restart" -> console.restart();
      case "/broker/restart" -> restartBroker();
      case "/console/pid" -> {
        return console.pid();
      }
      case "/journal/readers" -> {
        return readers();
      }
      default -> throw new IllegalArgumentException("no action " + action);
    }
    return now;
  }

  /** The broker lists those of streams by their channels only; nobody consumes anything else. */
  private long readers() {
    return broker
        .rabbitmqctl("list_channels", "consumer_count")
        .lines()
        .filter(line -> line.matches("[0-9]+"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** kill -9, and the node again with its data. */
  private void restartBroker() throws IOException {
    ProcessHandle.of(broker.pids().getFirst())
        .ifPresent(node -> {
          node.descendants().forEach(ProcessHandle::destroyForcibly);
          node.destroyForcibly();
        });
    broker.restart();
    connections.resetConnection();
  }

  private void publish(List<Event<?>> events) {
    template.invoke(channel -> {
      for (Event<?> event : events) {
        channel.send(
            Topology.JOURNAL,
            event.routingKey(),
            EventPublisher.message(CloudEventCodec.encode(event)),
            null);
      }
      return null;
    });
  }

  /** It is in the journal when this returns. */
  private void send(Message message) {
    new ConfirmedSender(template).sendRouted(Topology.JOURNAL, "step-progressed.fleet-00", message);
  }

  @Override
  public void close() {
    server.stop(0);
    connections.destroy();
  }
}
