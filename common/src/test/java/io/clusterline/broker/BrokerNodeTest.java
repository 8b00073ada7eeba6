package io.clusterline.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerNodeTest {

  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  @TempDir Path folder;

  @BeforeEach
  void requireRabbitMq() {
    assertThat(SERVER).as("rabbitmq-server; run `./clusterline setup`").isExecutable();
  }

  @Test
  void givenOwnNodeWhenStartedThenItTakesMessagesOnLoopbackAndItsEndLeavesNothing()
      throws Exception {
    try (BrokerNode broker = BrokerNode.start(folder, SERVER)) {
      broker.awaitReady();
      assertThat(sendAndReceive(broker.uri())).isEqualTo("hello");
      assertThat(listeners()).noneMatch(line -> line.contains("0.0.0.0:" + broker.uri().getPort()));
    }
    assertNothingLeft();
  }

  @Test
  void givenNodeThatWasStoppedWhenStartedAgainThenItsQueuesAreThere() throws Exception {
    try (BrokerNode broker = BrokerNode.start(folder, SERVER)) {
      broker.awaitReady();
      try (Connection connection = connect(broker.uri());
          Channel channel = connection.createChannel()) {
        channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
      }
    }
    try (BrokerNode again = BrokerNode.start(folder, SERVER)) {
      again.awaitReady();
      try (Connection connection = connect(again.uri());
          Channel channel = connection.createChannel()) {
        assertThat(channel.queueDeclarePassive("kept").getMessageCount()).isZero();
      }
    }
  }

  @Test
  void givenNodeThatIsStoppedAndRestartedThenItIsTheSameNodeAndWhatIsDurableIsThere()
      throws Exception {
    try (BrokerNode broker = BrokerNode.start(folder, SERVER)) {
      broker.awaitReady();
      send(broker.uri(), "kept", "hello");

      broker.stop();
      assertThatThrownBy(() -> connect(broker.uri())).isInstanceOf(ConnectException.class);

      broker.restart();
      assertThat(broker.rabbitmqctl("list_queues", "name", "type")).contains("kept\tquorum");
      assertThat(receive(broker.uri(), "kept")).isEqualTo("hello");
    }
    assertNothingLeft();
  }

  @Test
  void givenANodeWithMetricsWhenAskedOnLoopbackThenItTellsThemByQueue() throws Exception {
    try (BrokerNode broker = BrokerNode.startWithMetrics(folder, SERVER)) {
      broker.awaitReady();
      send(broker.uri(), "counted", "hello");
      int port = broker.metricsPort().orElseThrow();

      Wait.until("its queue has a row")
          .within(Duration.ofSeconds(20))
          .poll(() -> {
            String metrics = get("http://127.0.0.1:" + port + "/metrics/per-object");
            return metrics.contains(
                    "rabbitmq_queue_messages_ready{vhost=\"/\",queue=\"counted\"} 1")
                ? Seen.yes(true)
                : Seen.notYet(
                    metrics.lines().filter(line -> line.contains("counted")).toList().toString());
          });
      assertThat(listeners()).anyMatch(line -> line.contains("127.0.0.1:" + port + " "));
    }
    assertNothingLeft();
  }

  private static String get(String address) {
    try (InputStream body = URI.create(address).toURL().openStream()) {
      return new String(body.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void givenACommandThatFailsThenTheErrorNamesItWithItsOutput() {
    try (BrokerNode broker = BrokerNode.start(folder, SERVER)) {
      broker.awaitReady();

      assertThatThrownBy(() -> broker.rabbitmqctl("delete_queue", "absent"))
          .isInstanceOfSatisfying(
              ClusterlineException.class,
              e -> assertThat(e.logTail()).anyMatch(line -> line.contains("Queue not found")))
          .hasMessageContaining("rabbitmqctl delete_queue absent ended with exit code");
    }
  }

  @Test
  void givenParentWhenKilledAtSeveralMomentsThenNoProcessOfTheNodeIsLeft() throws Exception {
    for (int afterMillis : List.of(0, 300, 1500, 4000, 9000)) {
      Process parent = startInAnotherJvm(folder.resolve("after-" + afterMillis));
      parent.waitFor(afterMillis, TimeUnit.MILLISECONDS);
      parent.destroyForcibly().waitFor();
      assertNothingLeft();
    }
  }

  private static Process startInAnotherJvm(Path folder) throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HoldBroker.class.getName(),
                folder.toString(),
                SERVER.toString())
            .redirectErrorStream(true)
            .start();
    parent.inputReader().readLine(); // "started"
    return parent;
  }

  private void assertNothingLeft() {
    Wait.until("no process mentions " + folder)
        .within(Duration.ofSeconds(5))
        .poll(() -> {
          Set<String> left = processesOf(folder);
          return left.isEmpty() ? Seen.yes(true) : Seen.notYet(left.toString());
        });
  }

  /** Found by environment: Erlang's helpers inherit the node's. */
  private static Set<String> processesOf(Path folder) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> environment(process.pid()).contains(folder.toString()))
          .map(process -> process.pid() + " " + process.info().command().orElse("?"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String environment(long pid) {
    try {
      return Files.readString(
          Path.of("/proc/" + pid + "/environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException ended) {
      return "";
    }
  }

  private static List<String> listeners() throws Exception {
    return new String(new ProcessBuilder("ss", "-ltn").start().getInputStream().readAllBytes())
        .lines()
        .toList();
  }

  private static String sendAndReceive(URI uri) throws Exception {
    send(uri, "test", "hello");
    return receive(uri, "test");
  }

  private static void send(URI uri, String queue, String text) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, text.getBytes(UTF_8));
      channel.waitForConfirmsOrDie(5_000);
    }
  }

  private static String receive(URI uri, String queue) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      return new String(channel.basicGet(queue, true).getBody(), UTF_8);
    }
  }

  private static Connection connect(URI uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    return factory.newConnection();
  }

  /** Starts a node and waits to be killed. */
  static final class HoldBroker {
    public static void main(String[] arguments) throws Exception {
      BrokerNode.start(Path.of(arguments[0]), Path.of(arguments[1]));
      System.out.println("started");
      Thread.currentThread().join();
    }
  }
}
