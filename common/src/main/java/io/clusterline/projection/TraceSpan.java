package io.clusterline.projection;

import io.clusterline.event.TraceParent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span of a build's trace. Ids are in hexadecimal, as W3C trace context writes them, and the
 * same however often the trace is made.
 *
 * @param self its ids
 * @param parentId of 16 digits; null: the root
 * @param end of what never ended: when it was known that it would not
 * @param error why it failed; null when it did not
 * @param linked a span of another trace: the root of the one that this one continues after a
 *     replay, or that of whoever asked for the build; null: none
 */
public record TraceSpan(
    TraceParent self,
    @Nullable String parentId,
    String name,
    Instant start,
    Instant end,
    @Nullable String error,
    Map<String, String> attributes,
    @Nullable TraceParent linked) {

  public TraceSpan {
    attributes = Map.copyOf(attributes);
  }

  public String traceId() {
    return self.traceId();
  }

  public String spanId() {
    return self.spanId();
  }
}
