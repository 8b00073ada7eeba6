package io.clusterline.alert;

import io.clusterline.broker.BrokerNode;
import io.clusterline.process.FreePort;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A RabbitMQ node with its own plugin {@code rabbitmq_prometheus} on loopback. What it measures
 * every five seconds, it measures each second here, as time runs faster in a drill.
 *
 * @param port of the plugin
 */
record MonitoredBroker(BrokerNode node, int port) implements AutoCloseable {

  /** The second line is the interval of streams, which is read once, when the node starts. */
  private static final String ENABLE =
      """
      [application:set_env(rabbit, Key, 1000)
        || Key <- [collect_statistics_interval, quorum_tick_interval]],
      sys:replace_state(rabbit_osiris_metrics, fun(State) -> setelement(2, State, 1000) end),
      application:set_env(rabbitmq_prometheus, tcp_config, [{ip, "127.0.0.1"}, {port, %d}]),
      {ok, _, _} = rabbit_plugins:ensure("%s").
      """;

  static MonitoredBroker start(Path folder) {
    BrokerNode node = TestBroker.ownNode(folder);
    int port = FreePort.unique();
    Path plugins = folder.resolve("enabled_plugins");
    try {
      Files.writeString(plugins, "[rabbitmq_prometheus].\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.rabbitmqctl("eval", ENABLE.formatted(port, plugins));
    return new MonitoredBroker(node, port);
  }

  @Override
  public void close() {
    node.close();
  }
}
