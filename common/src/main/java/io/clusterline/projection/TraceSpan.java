package io.clusterline.projection;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span of a build's trace. Ids are in hexadecimal, as W3C trace context writes them, and the
 * same however often the trace is made.
 *
 * @param traceId of 32 digits
 * @param spanId of 16 digits
 * @param parentId null: the root
 * @param end of what never ended: when it was known that it would not
 * @param error why it failed; null when it did not
 * @param linked the trace that this one continues after a replay; null: none
 */
public record TraceSpan(
    String traceId,
    String spanId,
    @Nullable String parentId,
    String name,
    Instant start,
    Instant end,
    @Nullable String error,
    Map<String, String> attributes,
    @Nullable TraceIds linked) {

  public TraceSpan {
    attributes = Map.copyOf(attributes);
  }
}
