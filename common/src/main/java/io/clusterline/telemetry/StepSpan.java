package io.clusterline.telemetry;

import io.clusterline.event.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The span of the step that a thread runs, to which the calls it makes belong.
 *
 * @param span as the console derives it from the journal
 * @param sink where the calls go
 */
public record StepSpan(TraceParent span, SpanSink sink) {

  /** Of a step whose calls nobody wants to know. */
  public static final StepSpan NONE =
      new StepSpan(new TraceParent("0".repeat(32), "0".repeat(16)), SpanSink.NONE);

  /** That of the present thread; the step engine binds it. */
  public static final ScopedValue<StepSpan> CURRENT = ScopedValue.newInstance();

  private static final String OUTCOME = "outcome";

  /** Whether a trace with this span is exported. */
  boolean isTraced() {
    return sink != SpanSink.NONE;
  }

  /**
   * A call ended now. Its outcome may be one that the step expects, so it is no error by itself.
   */
  void called(LineMetric metric, Duration duration, String... labels) {
    if (!isTraced()) {
      return;
    }
    String system = metric.meter().split("[.]")[1];
    StringBuilder name = new StringBuilder(system);
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      String label = metric.labels().get(i);
      name.append(label.equals(OUTCOME) ? "" : " " + labels[i]);
      attributes.put("clusterline." + label.toLowerCase(Locale.ROOT), labels[i]);
    }
    attributes.put("peer.service", system);
    Instant end = Instant.now();
    sink.add(new CallSpan(span, name.toString(), end.minus(duration), end, attributes));
  }
}
