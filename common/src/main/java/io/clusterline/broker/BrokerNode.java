package io.clusterline.broker;

import static java.time.Duration.ofSeconds;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.process.Child;
import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A RabbitMQ node of our own, on loopback, as the current user, below its own folder. No system
 * service takes part, and no plugin but the one for Prometheus where it was asked for.
 *
 * <p>Erlang's port mapper would start itself as a daemon that outlives everything; so we start one
 * in the foreground, and the node finds it there. What the node itself starts ends when its pipe to
 * the node closes.
 */
public final class BrokerNode implements Broker {

  private static final String ON_LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";

  private final BrokerFolder folder;
  private final Path server;
  private final OptionalInt metricsPort;
  private final int amqpPort = FreePort.unique();
  private final int epmdPort = FreePort.unique();
  private final int distributionPort = FreePort.unique();
  private final Child portMapper;
  private volatile Child node;

  private BrokerNode(Path path, Path server, OptionalInt metricsPort) {
    this.folder = new BrokerFolder(path);
    this.server = server;
    this.metricsPort = metricsPort;
    folder.configure(amqpPort, metricsPort);
    portMapper =
        Spawner.start(
            launch("epmd", List.of("epmd", "-port", "" + epmdPort, "-address", "127.0.0.1")));
    node = startNode();
  }

  /** Starts a node whose data, configuration and log are below the folder. */
  public static BrokerNode start(Path folder, Path server) {
    return new BrokerNode(folder, server, OptionalInt.empty());
  }

  /** The same, with RabbitMQ's plugin for Prometheus at {@link #metricsPort}. */
  public static BrokerNode startWithMetrics(Path folder, Path server) {
    return new BrokerNode(folder, server, OptionalInt.of(FreePort.unique()));
  }

  private Child startNode() {
    return Spawner.start(launch("rabbitmq", List.of(server.toString())));
  }

  /** With its credentials: not for logs. */
  public URI uri() {
    String credentials = BrokerFolder.USER + ":" + folder.password();
    return URI.create("amqp://" + credentials + "@127.0.0.1:" + amqpPort);
  }

  @Override
  public String addresses() {
    return uri().toString();
  }

  @Override
  public OptionalInt metricsPort() {
    return metricsPort;
  }

  public List<Long> pids() {
    return List.of(node.pid(), portMapper.pid());
  }

  @Override
  public void awaitReady() {
    try {
      BrokerProbe.awaitReady(BrokerConnections.to(addresses()), node::isAlive);
    } catch (ClusterlineException e) {
      throw new ClusterlineException(e.code(), String.valueOf(e.getMessage()), node.logTail(20), e);
    }
  }

  /** Ends the node and returns once it has ended; {@link #restart} brings it back. */
  public void stop() {
    node.stop(ofSeconds(10));
    Wait.until("RabbitMQ, process " + node.pid() + ", has ended")
        .within(ofSeconds(10))
        .poll(() -> node.isAlive() ? Seen.notYet("it is alive") : Seen.yes(true));
  }

  /** Starts the node again: same folder and ports, so durable data exists when it is ready. */
  public void restart() {
    stop();
    node = startNode();
    awaitReady();
  }

  /**
   * Runs {@code rabbitmqctl} against this node.
   *
   * @return its output
   */
  public String rabbitmqctl(String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(server.resolveSibling("rabbitmqctl").toString(), "--quiet"),
                Stream.of(arguments))
            .toList();
    Child control = Spawner.startReadable(launch("rabbitmqctl", command));
    try (BufferedReader output = control.output()) {
      String printed = output.readAllAsString();
      if (control.awaitExit() == 0) {
        return printed;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "interrupted during rabbitmqctl", e);
    }
    throw new ClusterlineException(
        ErrorCode.UNEXPECTED,
        "rabbitmqctl " + String.join(" ", arguments) + " " + control.describeExit(),
        control.logTail(20),
        null);
  }

  @Override
  public void close() {
    node.stop(ofSeconds(10));
    portMapper.kill();
  }

  @Override
  public void kill() {
    node.kill();
    portMapper.kill();
  }

  private Launch launch(String name, List<String> command) {
    return new Launch(name, command, environment(), folder.log(name));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(folder.locations());
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("LANG", "C.UTF-8");
    // Others share the processors: a scheduler tied to one of them would wait for it.
    environment.put("RABBITMQ_SCHEDULER_BIND_TYPE", "u");
    environment.put("ERL_EPMD_PORT", "" + epmdPort);
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_DIST_PORT", "" + distributionPort);
    environment.put("RABBITMQ_NODENAME", "clusterline@localhost");
    // With input "allowed" the script becomes the node instead of waiting beside it.
    environment.put("RABBITMQ_ALLOW_INPUT", "true");
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        "-noinput -start_epmd false " + ON_LOOPBACK + " +sbwt none +sbwtdcpu none +sbwtdio none");
    environment.put("RABBITMQ_CTL_ERL_ARGS", "-start_epmd false " + ON_LOOPBACK);
    return environment;
  }
}
