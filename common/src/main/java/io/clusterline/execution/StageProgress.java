package io.clusterline.execution;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import io.clusterline.event.TraceParent;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.StageListener;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.telemetry.StepSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Reports the progress of a run to the journal, the log and the metrics. Nothing depends on it, so
 * it never fails a run.
 */
final class StageProgress implements StageListener {

  private static final Logger LOG = LoggerFactory.getLogger(StageProgress.class);
  private static final long SHORTEST_PAUSE = Duration.ofMillis(500).toNanos();

  private final StageRuntime runtime;
  private final StageName stage;
  private final ClusterRef cluster;
  private final String causationId;
  private final AttemptTrace trace;
  private final StageMetrics metrics;
  private final Map<Address, Long> toldAt = new ConcurrentHashMap<>();
  private final Map<Address, String> remarks = new ConcurrentHashMap<>();

  StageProgress(
      StageRuntime runtime,
      StageName stage,
      ClusterRef cluster,
      String causationId,
      AttemptTrace trace,
      StageMetrics metrics) {
    this.runtime = runtime;
    this.stage = stage;
    this.cluster = cluster;
    this.causationId = causationId;
    this.trace = trace;
    this.metrics = metrics;
  }

  @Override
  public StepSpan spanOf(Address step) {
    return new StepSpan(trace.step(step), runtime.spans());
  }

  @Override
  public void stageStarted(List<PlannedStep> steps) {
    LOG.info(
        "{} generation {}: {} begins, attempt {}, {} steps",
        cluster.name(),
        cluster.generation(),
        stage,
        trace.attempt(),
        steps.size());
    publish(trace.span(), new StageStarted(stage, trace.attempt(), steps));
  }

  @Override
  public void stepStarted(Address step) {
    publish(trace.step(step), new StepStarted(stage, step.toString(), trace.attempt()));
  }

  @Override
  public void stepProgressed(Address step, int percent, String message) {
    long now = System.nanoTime();
    Long before = toldAt.get(step);
    if (before == null || now - before > SHORTEST_PAUSE) {
      toldAt.put(step, now);
      publish(trace.step(step), new StepProgressed(stage, step.toString(), percent, message));
    }
  }

  /**
   * Published with the step's end: a report of its own could be one too many in its half second.
   */
  @Override
  public void stepRemarked(Address step, String remark) {
    LOG.warn("{} {}: {}", cluster.name(), step, remark);
    remarks.merge(step, remark, (before, now) -> before + "; " + now);
  }

  @Override
  public void stepFinished(
      Address step,
      Outcome outcome,
      int percent,
      Duration duration,
      @Nullable ClusterlineException failure) {
    String remark = remarks.getOrDefault(step, "");
    String message = failure == null ? remark : failure.code() + ": " + failure.getMessage();
    if (failure == null) {
      LOG.info("{} {} {} in {} ms", cluster.name(), step, outcome, duration.toMillis());
    } else {
      LOG.warn(
          "{} {} failed after {} ms: {}",
          cluster.name(),
          step,
          duration.toMillis(),
          message,
          failure);
    }
    ScopedValue.where(StepSpan.CURRENT, spanOf(step)) // the histogram's exemplar
        .run(() -> metrics.stepFinished(stage, step.kind(), outcome, failure, duration));
    publish(
        trace.step(step),
        new StepFinished(stage, step.toString(), outcome, percent, duration.toMillis(), message));
  }

  private void publish(TraceParent span, ClusterEvent event) {
    try {
      runtime
          .publisher()
          .publishProgress(runtime.progress(stage, cluster, causationId, event).within(span));
    } catch (AmqpException e) {
      LOG.warn("the journal missed {}: {}", event, e.toString());
    }
  }
}
