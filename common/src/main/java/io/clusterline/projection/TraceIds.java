package io.clusterline.projection;

import io.clusterline.event.Ids;
import io.clusterline.event.StageName;

/**
 * Ids of a build's trace, derived from build, stage, step and attempt: whoever makes a span of the
 * build needs no word from the others.
 *
 * @param build the build's id
 * @param replay 0 for the build as it was asked for; each replay begins a trace of its own
 */
public record TraceIds(String build, int replay) {

  private static final int SPAN_DIGITS = 16;

  /** Of the trace. */
  public String trace() {
    return Ids.derived("trace", build, replay);
  }

  /** Of its root span. */
  public String root() {
    return span("root");
  }

  /** Of an attempt at a stage. */
  public String stage(StageName stage, int attempt) {
    return span("stage", stage, attempt);
  }

  /** Of a step within an attempt. */
  public String step(StageName stage, int attempt, String address) {
    return span("step", stage, attempt, address);
  }

  private String span(Object... parts) {
    return Ids.derived("span", build, replay, String.join("\n", texts(parts)))
        .substring(0, SPAN_DIGITS);
  }

  private static String[] texts(Object... parts) {
    String[] texts = new String[parts.length];
    for (int i = 0; i < parts.length; i++) {
      texts[i] = parts[i].toString();
    }
    return texts;
  }
}
