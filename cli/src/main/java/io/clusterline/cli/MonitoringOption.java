package io.clusterline.cli;

import io.clusterline.cli.monitoring.MonitoringPlan;
import io.clusterline.cli.monitoring.MonitoringPlan.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether Prometheus, and Grafana where there is one, run beside the line. */
final class MonitoringOption {

  @Option(
      names = "--monitoring",
      description = {
        "run Prometheus over it as well, with the rules and alerts of deploy/monitoring, and print",
        "its address; a grafana-server on the PATH is started with the dashboards, too"
      })
  private boolean monitoring;

  boolean isAsked() {
    return monitoring;
  }

  /**
   * Null when it was not asked for.
   *
   * @throws CliException when it cannot be started
   */
  @Nullable MonitoringPlan plan() {
    return planIf(monitoring);
  }

  static @Nullable MonitoringPlan planIf(boolean asked) {
    if (!asked) {
      return null;
    }
    MonitoringPlan plan = MonitoringPlan.fromSystemProperties();
    plan.problem().map(MonitoringOption::refused).ifPresent(MonitoringOption::fail);
    return plan;
  }

  private static CliException refused(Problem problem) {
    int code = problem.isUsage() ? ExitCode.USAGE : ExitCode.UNAVAILABLE;
    return new CliException(code, problem.message(), problem.remedy());
  }

  private static void fail(CliException e) {
    throw e;
  }
}
