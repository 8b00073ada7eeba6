package io.clusterline.cli.monitoring;

import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How Prometheus is started. */
final class Prometheus {

  /** In place of the values for a line that builds for real. */
  private static final Map<String, String> OFTEN =
      Map.of(
          "scrape_interval: 15s", "scrape_interval: 5s",
          "scrape_timeout: 10s", "scrape_timeout: 4s",
          "evaluation_interval: 15s", "evaluation_interval: 5s");

  private Prometheus() {}

  /** Beside its configuration: that names them relative to itself. */
  static Path targets(Path folder) {
    return folder.resolve("prometheus/targets");
  }

  static Tool start(MonitoringPlan plan, Path folder) {
    copy(plan.sources().resolve("prometheus"), folder.resolve("prometheus"));
    scrapeOften(folder.resolve("prometheus/prometheus.yml"));
    copy(plan.sources().resolve("rules"), folder.resolve("rules"));
    PrivateFiles.folder(targets(folder));
    int port = Objects.requireNonNullElseGet(plan.prometheusPort(), FreePort::unique);
    URI address = URI.create("http://127.0.0.1:" + port + "/");
    Launch launch =
        new Launch(
            "Prometheus",
            command(plan, folder, port, address),
            Map.of("PATH", "/usr/bin:/bin", "GOMAXPROCS", "1"),
            folder.resolve("prometheus.log"));
    return new Tool(launch.startedBehind(), address, "/-/ready");
  }

  private static List<String> command(MonitoringPlan plan, Path folder, int port, URI address) {
    return List.of(
        plan.prometheus().toString(),
        "--config.file=" + folder.resolve("prometheus/prometheus.yml"),
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--storage.tsdb.retention.size=512MB",
        "--web.listen-address=127.0.0.1:" + port,
        "--web.external-url=" + address,
        // The size of each scrape; the traces of slow steps.
        "--enable-feature=extra-scrape-metrics,exemplar-storage",
        "--log.level=warn");
  }

  /** A build in the sandbox takes less than a minute: four scrapes of it would miss too much. */
  private static void scrapeOften(Path configuration) {
    try {
      String text = Files.readString(configuration);
      for (Map.Entry<String, String> change : OFTEN.entrySet()) {
        text = text.replace(change.getKey(), change.getValue());
      }
      PrivateFiles.write(configuration, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    PrivateFiles.folder(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
