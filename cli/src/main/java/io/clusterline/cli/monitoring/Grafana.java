package io.clusterline.cli.monitoring;

import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How Grafana is started: whoever reaches loopback may look, as at Prometheus; the administrator's
 * password is random, in a file of its owner alone. It asks nobody outside for anything.
 */
final class Grafana {

  private static final List<String> QUIET =
      List.of(
          "GF_ANALYTICS_REPORTING_ENABLED",
          "GF_ANALYTICS_CHECK_FOR_UPDATES",
          "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
          "GF_NEWS_NEWS_FEED_ENABLED",
          "GF_SNAPSHOTS_EXTERNAL_ENABLED");

  private static final List<String> YES =
      List.of(
          "GF_AUTH_ANONYMOUS_ENABLED",
          "GF_SECURITY_DISABLE_GRAVATAR",
          "GF_PLUGINS_PREINSTALL_DISABLED");

  private Grafana() {}

  /**
   * @param dashboards the folder that it shows
   */
  static Tool start(
      MonitoringPlan plan, Path program, Path folder, URI prometheus, Path dashboards) {
    int port = Objects.requireNonNullElseGet(plan.grafanaPort(), FreePort::unique);
    Path own = PrivateFiles.folder(folder.resolve("grafana"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    home(program).ifPresent(home -> command.add("--homepath=" + home));
    Map<String, String> environment = new HashMap<>(environment(plan, own, port));
    environment.put("CLUSTERLINE_PROMETHEUS_URL", prometheus.toString());
    environment.put("CLUSTERLINE_DASHBOARDS", dashboards.toString());
    Launch launch = new Launch("Grafana", command, environment, folder.resolve("grafana.log"));
    return new Tool(
        launch.startedBehind(), URI.create("http://127.0.0.1:" + port + "/"), "/api/health");
  }

  private static Map<String, String> environment(MonitoringPlan plan, Path own, int port) {
    Map<String, String> all = new HashMap<>();
    QUIET.forEach(name -> all.put(name, "false"));
    YES.forEach(name -> all.put(name, "true"));
    all.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    all.put("HOME", own.toString());
    all.put("GF_SERVER_HTTP_ADDR", "127.0.0.1");
    all.put("GF_SERVER_HTTP_PORT", Integer.toString(port));
    all.put("GF_PATHS_DATA", own.resolve("data").toString());
    all.put("GF_PATHS_LOGS", own.resolve("log").toString());
    all.put("GF_PATHS_PLUGINS", own.resolve("plugins").toString());
    all.put("GF_PATHS_PROVISIONING", plan.sources().resolve("grafana/provisioning").toString());
    all.put("GF_SECURITY_ADMIN_PASSWORD", "$__file{" + password(own) + "}");
    return all;
  }

  private static Path password(Path own) {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    Path file = own.resolve("admin-password");
    PrivateFiles.write(file, HexFormat.of().formatHex(random));
    return file;
  }

  /**
   * Where its web pages and defaults are: above the program as unpacked, else as packages put it.
   */
  private static Optional<Path> home(Path program) {
    try {
      Path bin = program.toRealPath().getParent();
      Path above = bin == null ? null : bin.getParent();
      return Stream.of(Optional.ofNullable(above), Optional.of(Path.of("/usr/share/grafana")))
          .flatMap(Optional::stream)
          .filter(home -> Files.exists(home.resolve("conf/defaults.ini")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
