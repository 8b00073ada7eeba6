package io.clusterline.sandbox;

import io.clusterline.sandbox.mirror.ChartMirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** AWS, machines and chart mirror on this machine. */
public final class Sandbox implements AutoCloseable {

  /**
   * The endpoints of a running sandbox.
   *
   * @param accessKey without which the AWS endpoint refuses everything
   * @param digests SHA-256 of the mirror's charts by their names, and of its {@code calico}
   * @param control unix socket of the machines' control interface
   */
  public record Addresses(
      boolean ready,
      URI awsEndpoint,
      String accessKey,
      URI charts,
      URI manifests,
      Map<String, String> digests,
      Path control) {}

  /** Held as long as this process lives: one process holds one sandbox. */
  private static final PublicAddresses PUBLIC = PublicAddresses.reserve();

  private final SandboxOptions options;
  private final StandIn aws;
  private final StandIn machines;
  private final ChartMirror mirror;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;

  private Sandbox(SandboxOptions options, StandIn aws, StandIn machines, ChartMirror mirror) {
    this.options = options;
    this.aws = aws;
    this.machines = machines;
    this.mirror = mirror;
    aws.onExit(ended::countDown);
    machines.onExit(ended::countDown);
  }

  /** Starts all and returns when all are ready. */
  static Sandbox start(SandboxOptions options) {
    StandIn aws = startAws(options);
    ChartMirror mirror = mirror(options);
    try {
      aws.awaitReady();
      StandIn machines = startMachines(options);
      machines.awaitReady();
      return new Sandbox(options, aws, machines, mirror);
    } catch (RuntimeException e) {
      mirror.close();
      aws.close();
      throw e;
    }
  }

  private static StandIn startAws(SandboxOptions options) {
    return StandIn.start(
        "the AWS stand-in",
        options.folder().resolve("aws.log"),
        Map.of(
            "PYTHONPATH",
            options.sources().resolve("aws").toString(),
            "PYTHONUNBUFFERED",
            "1",
            SandboxKey.VARIABLE,
            options.accessKey()),
        awsCommand(options));
  }

  private static List<String> awsCommand(SandboxOptions options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                options.python().toString(),
                "-m",
                "clusterline_aws",
                "--port",
                Integer.toString(options.awsPort()),
                "--latency",
                options.latency().toString(),
                "--addresses",
                PUBLIC.cidr()));
    command.addAll(options.strictness());
    options.zones().forEach(zone -> command.addAll(List.of("--zone", zone)));
    return command;
  }

  private static StandIn startMachines(SandboxOptions options) {
    return StandIn.start(
        "the machines daemon",
        options.folder().resolve("machines.log"),
        Map.of(SandboxKey.VARIABLE, options.accessKey()),
        machinesCommand(options));
  }

  private static List<String> machinesCommand(SandboxOptions options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                options.node().resolve("machines").toString(),
                "run",
                "--aws",
                options.awsEndpoint().toString(),
                "--kube",
                options.node().resolve("kube").toString(),
                "--dir",
                emptyFolder(options.folder().resolve("machines")).toString(),
                "--latency",
                options.latency().toString(),
                "--control",
                control(options).toString()));
    Path debian = options.debian();
    if (debian != null) {
      String scripts = options.sources().resolve("debian").toString();
      command.addAll(List.of("--debian", debian.toString(), "--debian-scripts", scripts));
    }
    return command;
  }

  private static ChartMirror mirror(SandboxOptions options) {
    Path standIns = options.sources().resolve("mirror");
    Path charts = options.charts();
    return charts == null ? ChartMirror.start(standIns) : ChartMirror.start(standIns, charts);
  }

  private static Path control(SandboxOptions options) {
    return options.folder().resolve("control.sock");
  }

  private static Path emptyFolder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Addresses addresses() {
    return new Addresses(
        true,
        options.awsEndpoint(),
        options.accessKey(),
        mirror.charts(),
        mirror.manifests(),
        mirror.digests(),
        control(options));
  }

  /** Returns when a part of it has ended, which ends the whole. */
  public String awaitEnd() throws InterruptedException {
    ended.await();
    return aws.isAlive() ? machines.describeExit() : aws.describeExit();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    mirror.close();
    List.of(machines, aws).parallelStream().forEach(StandIn::close);
  }
}
