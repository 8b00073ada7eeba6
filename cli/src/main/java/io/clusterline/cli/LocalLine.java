package io.clusterline.cli;

import io.clusterline.cli.demo.MirroredSpecification;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Mirrors;
import io.clusterline.cli.line.Runs;
import io.clusterline.cli.line.StandInCredentials;
import io.clusterline.messaging.BrokerAddress;
import io.clusterline.messaging.BrokerAddress.InvalidBrokerAddressException;
import io.clusterline.spec.Cluster;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Finds the pipeline of a command: the one that the environment names, else the one that runs here.
 */
final class LocalLine {

  private LocalLine() {}

  static String rabbitmqUri() {
    return knownRabbitmqUri().orElseThrow(LocalLine::notRunning);
  }

  static Optional<String> knownRabbitmqUri() {
    String given = System.getenv("CLUSTERLINE_RABBITMQ_URI");
    return given != null && !given.isBlank()
        ? Optional.of(checked(given))
        : newest().map(LineState::rabbitmqUri);
  }

  static CliException notRunning() {
    return new CliException(
        ExitCode.UNAVAILABLE,
        "Clusterline is not running here.",
        "Start it with './clusterline up', or set CLUSTERLINE_RABBITMQ_URI to its broker.");
  }

  /**
   * Refused before anything connects, and without a word of it: a password may be anywhere in it.
   */
  static String checked(String addresses) {
    try {
      BrokerAddress.parse(addresses);
      return addresses;
    } catch (InvalidBrokerAddressException e) {
      throw new CliException(
          ExitCode.USAGE,
          BrokerAddress.VARIABLE + " is no list of AMQP addresses: " + e.getMessage(),
          "Write amqp://user:password@host:5672/%2f, or several with commas between them.");
    }
  }

  /** In a sandbox charts and manifests come from its mirror: it has no way out. */
  static Cluster withSandboxMirrors(Cluster cluster) {
    Mirrors mirrors = newestUnlessElsewhere().map(LineState::mirrors).orElse(null);
    return mirrors == null ? cluster : MirroredSpecification.of(cluster, mirrors);
  }

  /** Makes the state store use the AWS of the pipeline that runs here, unless told otherwise. */
  static void useAwsOfPipeline() {
    boolean told =
        System.getenv("CLUSTERLINE_AWS_ENDPOINT") != null
            || System.getenv("AWS_ENDPOINT_URL") != null;
    if (!told) {
      newest().ifPresent(LocalLine::useStandInOf);
    }
  }

  /**
   * A line at an endpoint of the user's own has no such file: then the user's credentials count.
   */
  private static void useStandInOf(LineState pipeline) {
    String endpoint = pipeline.awsEndpoint();
    if (endpoint != null) {
      System.setProperty("clusterline.aws.endpoint", endpoint);
      StandInCredentials.read(pipeline.folder())
          .ifPresent(credentials -> useStandIn(endpoint, credentials));
    }
  }

  /** The caller's real credentials stay out of it. */
  static void useStandIn(String endpoint, StandInCredentials credentials) {
    System.setProperty("clusterline.aws.endpoint", endpoint);
    System.setProperty("aws.accessKeyId", credentials.accessKey());
    System.setProperty("aws.secretAccessKey", credentials.secretKey());
  }

  /** The pipeline that runs here, if commands use it. */
  static Optional<LineState> newestUnlessElsewhere() {
    boolean elsewhere = System.getenv("CLUSTERLINE_RABBITMQ_URI") != null;
    return elsewhere ? Optional.empty() : newest();
  }

  static Optional<LineState> newest() {
    return runningInstances().stream().findFirst();
  }

  static List<LineState> runningInstances() {
    return new Runs(Path.of(System.getProperty("clusterline.cache", "")), Clock.systemUTC())
        .runningInstances();
  }

  /** The pipeline that runs here, or the one of the given folder name. */
  static LineState chosen(String run) {
    List<LineState> running = runningInstances();
    if (running.isEmpty()) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "Clusterline is not running here.",
          "Start it with './clusterline up'.");
    }
    List<LineState> fitting =
        running.stream().filter(state -> state.folder().endsWith(run) || run.isEmpty()).toList();
    if (fitting.size() != 1) {
      throw new CliException(
          ExitCode.USAGE,
          (fitting.isEmpty()
              ? "no run is called '" + run + "'"
              : "Clusterline runs here several times"),
          "Name one with --run: "
              + String.join(
                  ", ",
                  running.stream().map(state -> state.folder().getFileName().toString()).toList()));
    }
    return fitting.getFirst();
  }
}
