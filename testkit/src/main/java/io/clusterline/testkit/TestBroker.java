package io.clusterline.testkit;

import io.clusterline.broker.BrokerNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * The RabbitMQ of a test run, started once: by Testcontainers where a Docker engine answers, else a
 * node of our own on loopback. The run prints which.
 */
public final class TestBroker {

  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static @Nullable URI started;

  private TestBroker() {}

  /** The address of the broker that all tests share, credentials included. */
  public static synchronized URI uri() {
    // Not in a static initialiser: the thread that starts the node needs this class initialised.
    if (started == null) {
      started = start();
    }
    return started;
  }

  /** A node for one test alone, which may stop and restart it. */
  public static BrokerNode ownNode(Path folder) {
    if (!Files.isExecutable(SERVER)) {
      throw new IllegalStateException("there is no " + SERVER + ": run `./clusterline setup`");
    }
    BrokerNode node = BrokerNode.start(folder, SERVER);
    node.awaitReady();
    return node;
  }

  private static URI start() {
    String given = System.getenv("CLUSTERLINE_TEST_RABBITMQ_URI");
    if (given != null) {
      System.out.println("test broker: the one of CLUSTERLINE_TEST_RABBITMQ_URI");
      return URI.create(given);
    }
    return DockerClientFactory.instance().isDockerAvailable() ? container() : node();
  }

  private static URI container() {
    RabbitMQContainer container = new RabbitMQContainer("rabbitmq:4-alpine");
    container.start();
    System.out.println("test broker: container rabbitmq:4-alpine");
    return URI.create(container.getAmqpUrl().replace("amqp://", "amqp://guest:guest@"));
  }

  private static URI node() {
    System.out.println(
        "test broker: own node of the local rabbitmq-server (no Docker engine answers)");
    try {
      return ownNode(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "broker")).uri();
    } catch (IOException e) {
      throw new UncheckedIOException("the test broker does not start", e);
    }
  }
}
