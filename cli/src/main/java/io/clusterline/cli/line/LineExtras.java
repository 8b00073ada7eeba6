package io.clusterline.cli.line;

import io.clusterline.cli.monitoring.MonitoringPlan;
import org.jspecify.annotations.Nullable;

/**
 * What runs beside broker and services. No build needs any of it.
 *
 * @param console the page and the progress metrics
 * @param brokerMetrics RabbitMQ's plugin for Prometheus in our node; costs half a second of its
 *     start
 * @param monitoring Prometheus and Grafana; null: none
 */
public record LineExtras(
    boolean console, boolean brokerMetrics, @Nullable MonitoringPlan monitoring) {

  /** Monitoring wants all of it. */
  public static LineExtras of(boolean console, @Nullable MonitoringPlan monitoring) {
    boolean monitored = monitoring != null;
    return new LineExtras(console || monitored, monitored, monitoring);
  }

  /** Of a line that stays: whoever has a Prometheus may point it there. */
  public static LineExtras ofLastingLine(@Nullable MonitoringPlan monitoring) {
    return new LineExtras(true, true, monitoring);
  }
}
