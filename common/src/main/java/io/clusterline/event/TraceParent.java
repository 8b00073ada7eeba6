package io.clusterline.event;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span of a trace, as W3C trace context names it to others.
 *
 * @param traceId of 32 hexadecimal digits
 * @param spanId of 16 hexadecimal digits
 */
public record TraceParent(String traceId, String spanId) {

  /** Name of the CloudEvents attribute and of the AMQP header. */
  public static final String NAME = "traceparent";

  /** Version 00 ends after its flags; a later version may go on. Ids of zeros alone are invalid. */
  private static final Pattern VALID =
      Pattern.compile(
          "(?:00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.{0,200})?)");

  private static final int TRACE_BEGINS = 3;
  private static final int TRACE_ENDS = TRACE_BEGINS + 32;
  private static final int SPAN_ENDS = TRACE_ENDS + 1 + 16;

  /** Empty for anything that is not valid. */
  public static Optional<TraceParent> parse(@Nullable String text) {
    return text == null || !VALID.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(
            new TraceParent(
                text.substring(TRACE_BEGINS, TRACE_ENDS),
                text.substring(TRACE_ENDS + 1, SPAN_ENDS)));
  }

  /** As it travels; every span of ours is sampled. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + "-01";
  }
}
