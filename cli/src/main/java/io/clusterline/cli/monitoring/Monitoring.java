package io.clusterline.cli.monitoring;

import io.clusterline.process.PrivateFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus that scrapes the line by the configuration and rules of {@code deploy/monitoring},
 * and a Grafana with its dashboards where the machine has one. Both listen on loopback and keep all
 * they have in a folder of the run.
 */
public final class Monitoring implements AutoCloseable {

  private final Targets targets;
  private final Dashboards dashboards;
  private final Tool prometheus;
  private final @Nullable Tool grafana;

  private Monitoring(
      Targets targets, Dashboards dashboards, Tool prometheus, @Nullable Tool grafana) {
    this.targets = targets;
    this.dashboards = dashboards;
    this.prometheus = prometheus;
    this.grafana = grafana;
  }

  /**
   * Begins to start it; {@link #awaitReady} waits for it.
   *
   * @param run the run's folder
   */
  public static Monitoring start(MonitoringPlan plan, Path run) {
    Path folder = PrivateFiles.folder(run.resolve("monitoring"));
    Tool prometheus = Prometheus.start(plan, folder);
    Dashboards dashboards =
        new Dashboards(
            plan.sources().resolve("grafana/dashboards"), folder.resolve("grafana/dashboards"));
    Path program = plan.grafana();
    URI address = prometheus.state().address();
    Tool grafana =
        program == null ? null : Grafana.start(plan, program, folder, address, dashboards.folder());
    Targets targets = new Targets(Prometheus.targets(folder));
    return new Monitoring(targets, dashboards, prometheus, grafana);
  }

  /**
   * Where the services and the console are; again whenever one has another port. The dashboards
   * link to that console.
   */
  public void watch(List<Target> services, List<Target> console) {
    targets.writeServices(services);
    console.forEach(targets::writeConsole);
    console.forEach(dashboards::linkTo);
  }

  /**
   * @param port of RabbitMQ's plugin
   */
  public void watchBroker(int port) {
    targets.writeBroker(port);
  }

  public void awaitReady() {
    tools().forEach(Tool::awaitReady);
  }

  public List<ToolState> states() {
    return tools().map(Tool::state).toList();
  }

  private Stream<Tool> tools() {
    return Stream.concat(Stream.of(prometheus), Stream.ofNullable(grafana));
  }

  @Override
  public void close() {
    tools().forEach(Tool::stop);
  }

  /** Ends both at once. What Prometheus has scraped is in its folder. */
  public void kill() {
    tools().forEach(Tool::kill);
  }
}
