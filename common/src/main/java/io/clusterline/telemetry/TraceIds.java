package io.clusterline.telemetry;

import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.event.TraceParent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Ids of a trace and its spans, derived from build, stage, step and attempt: whoever makes a span
 * of a build needs no word from the others.
 *
 * @param trace id of the trace
 */
public record TraceIds(String trace) {

  private static final int SPAN_DIGITS = 16;

  /** Of a build, or of a removal, as it was asked for. */
  public static TraceIds ofBuild(String build) {
    return new TraceIds(Ids.derived("trace", build));
  }

  /**
   * Of what a replay runs again: a trace of its own.
   *
   * @param deadLetterId from which a stage is replayed
   */
  public static TraceIds ofReplay(String build, String deadLetterId) {
    return new TraceIds(Ids.derived("trace", build, deadLetterId));
  }

  /** Of the root span. */
  public TraceParent root() {
    return span("root");
  }

  /** Of an attempt at a stage. */
  public TraceParent stage(StageName stage, int attempt) {
    return span("stage", stage, attempt);
  }

  /** Of a step within an attempt. */
  public TraceParent step(StageName stage, int attempt, String address) {
    return span("step", stage, attempt, address);
  }

  private TraceParent span(Object... parts) {
    String name = Arrays.stream(parts).map(Object::toString).collect(Collectors.joining("\n"));
    return new TraceParent(trace, Ids.derived("span", trace, name).substring(0, SPAN_DIGITS));
  }
}
