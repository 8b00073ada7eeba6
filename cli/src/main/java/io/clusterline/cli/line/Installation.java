package io.clusterline.cli.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Locations of the parts that {@code ./clusterline setup} has provided.
 *
 * @param home the project's folder
 * @param cache {@code ~/.cache/clusterline}
 * @param applications one folder per application, laid out for a fast start
 * @param node the sandbox's binaries {@code kube} and {@code machines}
 * @param awsPython the Python with the AWS emulator
 * @param rabbitmqServer RabbitMQ's start script
 * @param setup how long setup took
 * @param recording whether the applications record AOT caches for their later starts
 */
public record Installation(
    Path home,
    Path cache,
    Path applications,
    Path node,
    Path awsPython,
    Path rabbitmqServer,
    Duration setup,
    boolean recording) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** An application that records writes its cache on its way out. */
  private static final Duration PATIENCE_WITH_RECORDING = Duration.ofMinutes(4);

  /** As the {@code clusterline} script passes it on. */
  public static Installation fromSystemProperties() {
    return new Installation(
        path("home"),
        path("cache"),
        path("line"),
        path("node"),
        path("aws.python"),
        path("rabbitmq"),
        Duration.ofMillis(Long.getLong("clusterline.setup.millis", 0)),
        Boolean.getBoolean("clusterline.recording"));
  }

  private static Path path(String name) {
    return Path.of(System.getProperty("clusterline." + name, ""));
  }

  /** This installation, for runs that record. */
  public Installation forRecording() {
    return new Installation(
        home, cache, applications, node, awsPython, rabbitmqServer, setup, true);
  }

  /** How long an application may take to end. */
  public Duration stopTimeout() {
    return recording ? PATIENCE_WITH_RECORDING : PATIENCE;
  }

  /** The command that runs an application of ours, with its AOT cache if there is one. */
  public List<String> java(String application, List<String> options) {
    Path folder = applications.resolve(application);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    Path cached = folder.resolve(application + ".aot");
    if (recording) {
      command.add("-XX:AOTCacheOutput=" + cached);
    } else if (Files.exists(cached)) {
      command.add("-XX:AOTCache=" + cached);
    }
    command.addAll(options);
    command.addAll(List.of("-jar", folder.resolve(application + ".jar").toString()));
    return command;
  }

  /** The JVM flags of the AOT caches. */
  private List<String> flags() {
    try {
      return Files.readAllLines(applications.resolve("flags"));
    } catch (IOException e) {
      throw new UncheckedIOException("the applications are not set up: run ./clusterline setup", e);
    }
  }
}
