package io.clusterline.telemetry;

import io.clusterline.event.TraceParent;
import java.time.Instant;
import java.util.Map;

/**
 * A call that a step has made, for its trace.
 *
 * @param parent span of the step
 * @param name of few different values; it holds no address, argument or secret
 * @param attributes labels of the call's metric, which hold none either
 */
public record CallSpan(
    TraceParent parent, String name, Instant start, Instant end, Map<String, String> attributes) {

  public CallSpan {
    attributes = Map.copyOf(attributes);
  }
}
