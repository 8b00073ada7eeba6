package io.clusterline.broker;

import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;

/** The folder that a node lives in: its password, configuration, data and logs. */
record BrokerFolder(Path path) {

  static final String USER = "clusterline";

  Path log(String program) {
    return path.resolve(program + ".log");
  }

  /** The password is kept beside the node's data, so that a node that is started again has it. */
  String password() {
    Path file = path.resolve("password");
    try {
      Files.createDirectories(path.resolve("home"));
      if (!Files.exists(file)) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        PrivateFiles.write(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param metricsPort of RabbitMQ's plugin for Prometheus
   */
  void configure(int amqpPort, OptionalInt metricsPort) {
    configure(amqpPort);
    metricsPort.ifPresent(this::enableMetrics);
  }

  private void configure(int amqpPort) {
    PrivateFiles.write(
        path.resolve("rabbitmq.conf"),
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
            .formatted(amqpPort, USER, password()));
    PrivateFiles.write(path.resolve("enabled_plugins"), "[].\n");
    PrivateFiles.write(path.resolve("environment"), "");
  }

  /** The plugin reads RabbitMQ's own counters: the management agent need not collect its own. */
  private void enableMetrics(int port) {
    Path configuration = path.resolve("rabbitmq.conf");
    try {
      PrivateFiles.write(
          configuration,
          Files.readString(configuration)
              + """
              prometheus.tcp.ip = 127.0.0.1
              prometheus.tcp.port = %d
              management_agent.disable_metrics_collector = true
              """
                  .formatted(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrivateFiles.write(path.resolve("enabled_plugins"), "[rabbitmq_prometheus].\n");
  }

  /** Environment of RabbitMQ's scripts, so that they use this node and not the machine's own. */
  Map<String, String> locations() {
    return Map.of(
        "HOME", path.resolve("home").toString(),
        "RABBITMQ_MNESIA_BASE", path.resolve("data").toString(),
        "RABBITMQ_LOG_BASE", path.resolve("log").toString(),
        "RABBITMQ_CONFIG_FILE", path.resolve("rabbitmq.conf").toString(),
        "RABBITMQ_ENABLED_PLUGINS_FILE", path.resolve("enabled_plugins").toString(),
        "RABBITMQ_CONF_ENV_FILE", path.resolve("environment").toString(),
        "RABBITMQ_FEATURE_FLAGS_FILE", path.resolve("feature_flags").toString());
  }
}
