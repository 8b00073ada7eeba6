package io.clusterline.testing;

import static java.time.Duration.ofSeconds;

import com.rabbitmq.client.ConnectionFactory;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * The RabbitMQ of a test run, started once: by Testcontainers where a Docker engine answers, else a
 * node of our own on loopback. The run says which.
 */
public final class TestBroker {

  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static URI started;

  private TestBroker() {}

  /** Where it listens, credentials included. */
  public static synchronized URI uri() {
    // Not in a static initialiser: the thread that starts the node needs this class initialised.
    if (started == null) {
      started = start();
    }
    return started;
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
    if (!Files.isExecutable(SERVER)) {
      throw new IllegalStateException(
          "no Docker engine answers and there is no " + SERVER + ": run `./clusterline setup`");
    }
    System.out.println(
        "test broker: own node of the local rabbitmq-server (no Docker engine answers)");
    try {
      return startNode(Files.createTempDirectory("clusterline-broker"));
    } catch (IOException e) {
      throw new UncheckedIOException("the test broker does not start", e);
    }
  }

  private static URI startNode(Path folder) throws IOException {
    int port = freePort();
    int epmd = freePort();
    Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        folder.resolve("rabbitmq.conf"), "listeners.tcp.1 = 127.0.0.1:" + port + "\n");
    Files.writeString(folder.resolve("plugins"), "[].\n");
    Files.writeString(folder.resolve("environment"), "");
    spawn(folder, epmd, List.of("epmd", "-port", "" + epmd, "-address", "127.0.0.1"));
    spawn(folder, epmd, List.of(SERVER.toString()));
    URI uri = URI.create("amqp://guest:guest@127.0.0.1:" + port + "/%2f");
    awaitReady(uri, folder);
    return uri;
  }

  private static void spawn(Path folder, int epmd, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("setpriv", "--pdeathsig", "KILL"), command.stream())
                .toList());
    var environment = builder.environment();
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("ERL_EPMD_PORT", "" + epmd);
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODENAME", "test@localhost");
    environment.put("RABBITMQ_DIST_PORT", "" + freePort());
    environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
    environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
    environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("environment").toString());
    environment.put("RABBITMQ_FEATURE_FLAGS_FILE", folder.resolve("flags").toString());
    environment.put("RABBITMQ_ALLOW_INPUT", "true");
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        "-noinput -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}");
    Process process = startOnLastingThread(builder, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * A parent-death signal is sent when the thread that started the child ends: this one does not.
   */
  private static Process startOnLastingThread(ProcessBuilder builder, Path folder) {
    builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "console.log"));
    builder.redirectInput(new File("/dev/null"));
    var started = new java.util.concurrent.CompletableFuture<Process>();
    Thread.ofPlatform()
        .daemon()
        .name("test broker")
        .start(() -> {
          try {
            Process process = builder.start();
            started.complete(process);
            process.waitFor();
          } catch (IOException | InterruptedException e) {
            started.completeExceptionally(e);
          }
        });
    return started.join();
  }

  private static void awaitReady(URI uri, Path folder) {
    Wait.until("the test broker takes connections (log: " + folder.resolve("console.log") + ")")
        .within(ofSeconds(60))
        .poll(() -> {
          ConnectionFactory factory = new ConnectionFactory();
          try {
            factory.setUri(uri);
            factory.newConnection().close();
            return Seen.yes(true);
          } catch (Exception notYet) {
            return Seen.notYet(notYet.toString());
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
