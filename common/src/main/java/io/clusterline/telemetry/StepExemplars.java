package io.clusterline.telemetry;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Gives what is measured within a step, and of it, the step's span as its exemplar. */
public final class StepExemplars implements SpanContext {

  @Override
  public @Nullable String getCurrentTraceId() {
    StepSpan step = current();
    return step == null ? null : step.span().traceId();
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    StepSpan step = current();
    return step == null ? null : step.span().spanId();
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return current() != null;
  }

  /** The console exports the spans of all steps. */
  @Override
  public void markCurrentSpanAsExemplar() {}

  private static @Nullable StepSpan current() {
    StepSpan step = StepSpan.CURRENT.orElse(StepSpan.NONE);
    return step.isTraced() ? step : null;
  }
}
