package io.clusterline.console.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import org.jspecify.annotations.Nullable;

/** The progress metrics, each with its name in Micrometer, its unit and its meaning. */
public enum ProgressGauge {
  PROGRESS("clusterline.build.progress", "ratio", "Share of a typical build's work that is done"),
  PHASE("clusterline.cluster.phase", null, "1 for the phase that the cluster is in"),
  CERTIFICATES(
      "clusterline.cluster.certificate.expiry.timestamp",
      "seconds",
      "When the first certificate of the cluster's control plane expires; as long as it exists"),
  REPLAYS("clusterline.build.replays", null, "How often a stage of the build was replayed"),
  STARTED("clusterline.build.started.timestamp", "seconds", "When the build was requested"),
  ENDED("clusterline.build.ended.timestamp", "seconds", "When the build ended"),
  ETA("clusterline.build.eta", "seconds", "How long the build will still take"),
  EXPECTED(
      "clusterline.build.expected.duration",
      "seconds",
      "How long finished builds of this shape took: the median"),
  COST_PLANNED(
      "clusterline.build.cost.planned.hourly",
      "usd",
      "Price per hour with the preferred instance types"),
  COST("clusterline.build.cost.hourly", "usd", "Price of the planned machines, per hour"),
  COST_SO_FAR("clusterline.build.cost", "usd", "Price of the machines since their launch"),
  STEPS("clusterline.build.steps", null, "Steps by outcome, or not-begun, or running"),
  STEP_DURATION(
      "clusterline.build.step.duration",
      "seconds",
      "How long a step has run, or took: of those that failed or run, then of those that took"
          + " longest, as many as fit into 40 series of a cluster"
          + " (46 once it is built)"),
  STAGE_STATE(
      "clusterline.build.stage.state",
      null,
      "0 not begun, 1 running, 2 waiting, 3 done, 4 failed, 5 removed"),
  STAGE_STARTED("clusterline.build.stage.started.timestamp", "seconds", "When the stage began"),
  STAGE_ENDED("clusterline.build.stage.ended.timestamp", "seconds", "When the stage ended"),
  NODE_PHASE(
      "clusterline.build.node.phase",
      null,
      "0 not begun, 1 running, 2 waiting, 3 done, 4 failed, 5 removed");

  private final String meter;
  private final @Nullable String unit;
  private final String description;

  ProgressGauge(String meter, @Nullable String unit, String description) {
    this.meter = meter;
    this.unit = unit;
    this.description = description;
  }

  String meter() {
    return meter;
  }

  MultiGauge register(MeterRegistry registry) {
    return MultiGauge.builder(meter).baseUnit(unit).description(description).register(registry);
  }
}
