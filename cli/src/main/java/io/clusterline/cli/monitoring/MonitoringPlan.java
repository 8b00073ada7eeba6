package io.clusterline.cli.monitoring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What watches a line.
 *
 * @param sources the project's {@code deploy/monitoring}
 * @param prometheus the program; an empty path where there is none
 * @param prometheusPort on 127.0.0.1; null: any free one
 * @param grafana the program {@code grafana-server}; null: none is on the PATH, and none is started
 * @param grafanaPort on 127.0.0.1; null: any free one
 */
public record MonitoringPlan(
    Path sources,
    Path prometheus,
    @Nullable Integer prometheusPort,
    @Nullable Path grafana,
    @Nullable Integer grafanaPort) {

  static final String PROMETHEUS_PORT = "CLUSTERLINE_PROMETHEUS_PORT";
  static final String GRAFANA_PORT = "CLUSTERLINE_GRAFANA_PORT";
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Why it cannot be started.
   *
   * @param remedy what to do
   * @param isUsage the caller has asked for something that cannot be
   */
  public record Problem(String message, String remedy, boolean isUsage) {}

  /** As the {@code clusterline} script passes the program on, and the caller's environment. */
  public static MonitoringPlan fromSystemProperties() {
    return of(
        Path.of(System.getProperty("clusterline.home", "")),
        Path.of(System.getProperty("clusterline.prometheus", "")),
        System.getenv());
  }

  static MonitoringPlan of(Path home, Path prometheus, Map<String, String> environment) {
    return new MonitoringPlan(
        home.resolve("deploy/monitoring"),
        prometheus,
        port(environment.getOrDefault(PROMETHEUS_PORT, "")),
        onPath("grafana-server", environment.getOrDefault("PATH", "")),
        port(environment.getOrDefault(GRAFANA_PORT, "")));
  }

  /** What is no port at all becomes one that {@link #problem} refuses. */
  private static @Nullable Integer port(String text) {
    if (text.isBlank()) {
      return null;
    }
    return text.matches("\\d{1,5}") ? Integer.valueOf(text) : Integer.valueOf(-1);
  }

  private static @Nullable Path onPath(String program, String path) {
    return Stream.of(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Why it cannot be started now; looked at before anything is. */
  public Optional<Problem> problem() {
    if (!Files.isRegularFile(prometheus) || !Files.isExecutable(prometheus)) {
      return Optional.of(
          new Problem(
              "Prometheus is missing.",
              "Run './clusterline setup', which unpacks Debian's package, or put 'prometheus' on the PATH.",
              false));
    }
    return problem(PROMETHEUS_PORT, prometheusPort)
        .or(() -> grafana == null ? Optional.empty() : problem(GRAFANA_PORT, grafanaPort));
  }

  private static Optional<Problem> problem(String variable, @Nullable Integer port) {
    if (port == null) {
      return Optional.empty();
    }
    if (port < 1 || port > HIGHEST_PORT) {
      return Optional.of(
          new Problem(
              variable + " is no port.",
              "Set it to a number from 1 to 65535, or unset it for any free one.",
              true));
    }
    return isFree(port)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "Port %d of 127.0.0.1 (%s) is in use, or not ours to use."
                    .formatted(port, variable),
                "End what listens there, name another port, or unset it for any free one.",
                false));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
