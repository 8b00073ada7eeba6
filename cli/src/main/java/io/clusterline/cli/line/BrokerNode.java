package io.clusterline.cli.line;

import static java.time.Duration.ofSeconds;

import io.clusterline.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A RabbitMQ node of our own, on loopback, as the current user, below its own folder. No plugin and
 * no system service takes part.
 *
 * <p>Erlang's port mapper would start itself as a daemon that outlives everything; so we start one
 * in the foreground, and the node finds it there. What the node itself starts ends when its pipe to
 * the node closes.
 */
public final class BrokerNode implements Broker {

  private static final String USER = "clusterline";

  private final Path folder;
  private final Path server;
  private final int amqpPort = FreePort.next();
  private final int epmdPort = FreePort.next();
  private final int distributionPort = FreePort.next();
  private final String password;
  private final Child portMapper;
  private final Child node;

  private BrokerNode(Path folder, Path server) {
    this.folder = folder;
    this.server = server;
    this.password = password();
    write();
    portMapper =
        Spawner.start(
            launch("epmd", List.of("epmd", "-port", "" + epmdPort, "-address", "127.0.0.1")));
    node = Spawner.start(launch("rabbitmq", List.of(server.toString())));
  }

  /** Starts a node whose data, configuration and log are below the folder. */
  public static BrokerNode start(Path folder, Path server) {
    return new BrokerNode(folder, server);
  }

  @Override
  public URI uri() {
    return URI.create("amqp://" + USER + ":" + password + "@127.0.0.1:" + amqpPort);
  }

  public List<Long> pids() {
    return List.of(node.pid(), portMapper.pid());
  }

  @Override
  public void awaitReady() {
    try {
      BrokerProbe.awaitReady(uri(), node::isAlive);
    } catch (StageException e) {
      throw new StageException(e.code(), String.valueOf(e.getMessage()), node.logTail(20), e);
    }
  }

  @Override
  public void close() {
    node.stop(ofSeconds(10));
    portMapper.kill();
  }

  /** The password is kept beside the node's data, so that a node that is started again has it. */
  private String password() {
    Path file = folder.resolve("password");
    try {
      Files.createDirectories(folder.resolve("home"));
      if (!Files.exists(file)) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        OwnerOnly.write(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    OwnerOnly.write(
        folder.resolve("rabbitmq.conf"),
        """
        listeners.tcp.1 = 127.0.0.1:%d
        default_user = %s
        default_pass = %s
        max_message_size = 1048576
        vm_memory_high_watermark.absolute = 512MiB
        disk_free_limit.absolute = 200MB
        log.file = false
        log.console = true
        log.console.level = info
        """
            .formatted(amqpPort, USER, password));
    OwnerOnly.write(folder.resolve("enabled_plugins"), "[].\n");
    OwnerOnly.write(folder.resolve("environment"), "");
  }

  private Launch launch(String name, List<String> command) {
    return new Launch(name, command, environment(), folder.resolve(name + ".log"));
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")),
        Map.entry("LANG", "C.UTF-8"),
        Map.entry("HOME", folder.resolve("home").toString()),
        Map.entry("ERL_EPMD_PORT", "" + epmdPort),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("RABBITMQ_DIST_PORT", "" + distributionPort),
        Map.entry("RABBITMQ_NODENAME", "clusterline@localhost"),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("environment").toString()),
        Map.entry("RABBITMQ_FEATURE_FLAGS_FILE", folder.resolve("feature_flags").toString()),
        // With input "allowed" the script becomes the node instead of waiting beside it.
        Map.entry("RABBITMQ_ALLOW_INPUT", "true"),
        Map.entry(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-noinput -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"
                + " +sbwt none +sbwtdcpu none +sbwtdio none"));
  }
}
