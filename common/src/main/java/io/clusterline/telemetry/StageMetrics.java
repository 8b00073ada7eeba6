package io.clusterline.telemetry;

import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of stages and steps. Labels never hold instance ids. */
public final class StageMetrics {

  private final MeterRegistry registry;

  public StageMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** {@code clusterline_step_duration_seconds}, by stage, kind of step, outcome and error code. */
  public void stepFinished(
      StageName stage,
      String kind,
      Outcome outcome,
      @Nullable ClusterlineException failure,
      Duration duration) {
    Timer.builder("clusterline.step.duration")
        .tag("stage", stage.toString())
        .tag("step", kind)
        .tag("outcome", outcome.toString())
        .tag("error_code", failure == null ? "none" : failure.code().name())
        .register(registry)
        .record(duration);
  }

  /** {@code clusterline_stage_duration_seconds}, by stage and outcome. */
  public void stageFinished(StageName stage, String outcome, Duration duration) {
    Timer.builder("clusterline.stage.duration")
        .tag("stage", stage.toString())
        .tag("outcome", outcome)
        .register(registry)
        .record(duration);
  }

  /**
   * {@code clusterline_stages_waiting}: the number of stages that wait for a free slot in this
   * process.
   *
   * @param queue the waiting stages
   * @return the same queue
   */
  public <M extends Map<?, ?>> M waiting(StageName stage, M queue) {
    registry.gauge(
        "clusterline.stages.waiting", Tags.of("stage", stage.toString()), queue, Map::size);
    return queue;
  }

  /** {@code clusterline_messages_total}: outcomes of delivered messages. */
  public void message(StageName stage, String fate) {
    registry.counter("clusterline.messages", "stage", stage.toString(), "fate", fate).increment();
  }
}
